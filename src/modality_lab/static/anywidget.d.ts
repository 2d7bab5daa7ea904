// What anywidget gives a script, as far as ours use it.

/** What a widget and Python hold together (`Held`), and what Python sends beside it (`Sent`). */
export interface Model<Held, Sent = never> {
  get<Name extends keyof Held>(name: Name): Held[Name];
  set<Name extends keyof Held>(name: Name, value: Held[Name]): void;
  /** Gives Python what was set. */
  save_changes(): void;
  send(content: unknown, callbacks?: undefined, buffers?: ArrayBuffer[]): void;
  on(event: `change:${keyof Held & string}`, heard: () => void): void;
  on(event: "msg:custom", heard: (sent: Sent) => void): void;
  off(event: `change:${keyof Held & string}`, heard: () => void): void;
  off(event: "msg:custom", heard: (sent: Sent) => void): void;
}

/** What `render` is given: the model, and the element in which the widget is to be drawn. */
export interface View<Held, Sent = never> {
  model: Model<Held, Sent>;
  el: HTMLElement;
}
