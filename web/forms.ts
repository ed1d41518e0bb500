// The sign-in, sign-up and confirm forms of index.html: real forms, so that password managers
// and one-time codes work, and ready before the program is. Which one is shown and what it
// says comes from Semantics.forms; only before the program's first word do the two switches
// between sign-in and sign-up act on their own.

export interface FormsState {
  screen?: string; // Empty: signed in; "starting": the empty shell; else the id of a form.
  username?: string;
  problem?: string;
  notice?: string;
  busy?: boolean;
}

/** FormInput of src/ui/ui.h. */
export interface FormInput {
  form: string;
  username: string;
  email: string;
  password: string;
  code: string;
}

export class Forms {
  readonly #root: HTMLElement;
  readonly #shell: HTMLElement;
  readonly #forms = new Map<string, HTMLFormElement>();
  readonly #send: (input: FormInput) => void;
  #shown: HTMLFormElement | null = null;
  #state: FormsState = {};
  #programSpoke = false;

  constructor(root: HTMLElement, shell: HTMLElement, send: (input: FormInput) => void) {
    this.#root = root;
    this.#shell = shell;
    this.#send = send;
    for (const form of root.querySelectorAll('form')) {
      this.#forms.set(form.id, form);
      this.#listen(form);
      form.remove(); // Only the shown form is in the document: labels stay unambiguous.
    }
  }

  /** What the program says. */
  publish(state: FormsState): void {
    this.#programSpoke = true;
    this.#show(state);
  }

  /** What the page can already say before the program runs. */
  suggest(screen: string): void {
    if (!this.#programSpoke) this.#show({ screen });
  }

  #show(state: FormsState): void {
    this.#state = state;
    const { screen = '' } = state;
    const form = this.#forms.get(screen) ?? null;
    this.#shell.hidden = screen !== 'starting';
    this.#root.hidden = form === null;
    if (form !== this.#shown) this.#replace(form);
    if (form) this.#fill(form, state);
  }

  #replace(form: HTMLFormElement | null): void {
    this.#shown?.remove();
    this.#shown = form;
    if (!form) {
      for (const each of this.#forms.values()) each.reset(); // No password outlives its use.
      return;
    }
    this.#root.querySelector('.card')!.append(form);
    // Where a keyboard would cover half of the screen, the person asks for it.
    const typed = this.#state.username ? '[name=password], [name=code]' : 'input';
    if (matchMedia('(hover: hover)').matches) form.querySelector<HTMLElement>(typed)?.focus();
  }

  #fill(
    form: HTMLFormElement,
    { username = '', problem = '', notice = '', busy }: FormsState,
  ): void {
    const field = form.querySelector<HTMLInputElement>('[name=username]');
    if (field && field.value === '') field.value = username;
    const account = form.querySelector('.account');
    if (account) account.textContent = username;
    say(form.querySelector('[role=alert]')!, problem);
    say(form.querySelector('[role=status]')!, notice);
    form.querySelector('[type=submit]')!.setAttribute('aria-disabled', String(busy === true));
    form.setAttribute('aria-busy', String(busy === true));
  }

  #listen(form: HTMLFormElement): void {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#state.busy) this.#submit(form, form.id);
    });
    for (const button of form.querySelectorAll<HTMLButtonElement>('button[data-form]')) {
      button.addEventListener('click', () => this.#submit(form, button.dataset['form'] ?? ''));
    }
    const show = form.querySelector<HTMLButtonElement>('.show-password');
    const password = form.querySelector<HTMLInputElement>('[name=password]');
    if (!show || !password) return;
    show.addEventListener('click', () => {
      const shown = password.type === 'password';
      password.type = shown ? 'text' : 'password';
      show.setAttribute('aria-pressed', String(shown));
    });
  }

  #submit(form: HTMLFormElement, kind: string): void {
    const data = new FormData(form);
    const text = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    const username = text('username').trim() || (this.#state.username ?? '');
    this.#send({
      form: kind,
      username,
      email: text('email').trim(),
      password: text('password'),
      code: text('code').replace(/\s/g, ''),
    });
    if (kind.startsWith('show_')) this.#show({ screen: kind.slice('show_'.length), username });
    else if (!this.#programSpoke) this.#show({ ...this.#state, username, busy: true });
  }
}

function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
