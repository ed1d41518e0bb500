// What the simulated server says, as the schema has it.
#pragma once
#include <string>
#include <vector>
#include "tests/sim/sim_server.h"

namespace chat::sim {

std::string text_of(const json::Value& object, const char* key);
std::vector<std::string> texts_of(const json::Value& object, const char* key);
void write_message(json::Writer& writer, const Message& message,
                   const std::vector<std::string>& members);
void write_user(json::Writer& writer, const std::string& user);
void write_conversation(json::Writer& writer, const std::string& id,
                        const ServerConversation& conversation);
void write_strings(json::Writer& writer, const std::vector<std::string>& items);
Answer data(const char* field, std::string value);
Answer refusal(const char* type);

}  // namespace chat::sim
