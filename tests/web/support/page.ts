// Runs in the browser: builds the page's parts as web/host.ts does, and writes down what they
// report instead of telling a program.
import { Fields, type FieldSpec } from '../../../web/fields.js';
import { watchContext, watchPointer } from '../../../web/input.js';
import { Text } from '../../../web/text.js';
import { setTextScale } from '../../../web/text_style.js';
import { Twin, type TwinNode, type TwinScroller } from '../../../web/twin.js';

export type Call = [name: string, ...values: (string | number | boolean)[]];

export class Harness {
  readonly calls: Call[] = [];
  readonly text = new Text();
  readonly app = element('app');
  readonly canvas = element('canvas') as HTMLCanvasElement;
  readonly setTextScale = setTextScale;
  readonly fields: Fields;
  readonly twin: Twin;

  constructor() {
    const note =
      (name: string) =>
      (...values: (string | number | boolean)[]): void =>
        void this.calls.push([name, ...values]);
    this.fields = new Fields(element('fields'), { field: note('field') });
    this.twin = new Twin(
      element('twin'),
      element('live'),
      {
        scroll: note('scroll'),
        activate: note('activate'),
        menu: note('menu'),
        focusComposer: () => this.fields.focus('composer'),
        back: note('back'),
      },
      [element('fields')],
    );
    watchPointer(this.app, {
      pointer: note('pointer'),
      isMoving: (target) => this.twin.isMoving(target),
    });
    watchContext(this.canvas, { lost: note('lost'), restored: note('restored') });
  }

  publish(nodes: TwinNode[], scrollers: TwinScroller[] = [], fields: FieldSpec[] = []): void {
    this.twin.publish(nodes, scrollers);
    this.fields.publish(fields);
  }
}

function element(id: string): HTMLElement {
  return document.getElementById(id)!;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

window.harness = new Harness();
