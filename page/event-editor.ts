import type { EventNames, PageFunction } from '../cli/dev/page/protocol.ts';
import { byId, element } from './element.ts';
import { formatJson, jsonProblem } from './format-json.ts';
import type { InvocationType, Server } from './server.ts';

export interface EditorActions {
  send(functionName: string, event: string, type: InvocationType): void;
  /** The response to the last invocation with this event, if it has ended. */
  responseTo(functionName: string, event: string): string | undefined;
  readonly problem: (error: unknown) => void;
}

export interface EventEditor {
  setFunctions(functions: readonly PageFunction[]): void;
  /** Reads again which events there are. */
  refresh(): void;
  readonly edit: (functionName: string, event: string) => void;
  /** Opens the form that saves the event. */
  openSave(): void;
  send(type: InvocationType): void;
  focus(): void;
}

/** Survives when the page is loaded again, and ends with its tab. */
const draftKey = 'lambda-container draft';
const longestDraft = 1024 * 1024;
const custom = 'custom';

interface Draft {
  readonly functionName: string;
  readonly choice: string;
  readonly text: string;
}

/** Where an event is chosen, edited, sent and saved. */
export function createEventEditor(server: Server, actions: EditorActions): EventEditor {
  const functionSelect = byId('function', HTMLSelectElement);
  const eventSelect = byId('event', HTMLSelectElement);
  const editor = byId('editor', HTMLTextAreaElement);
  const saveForm = byId('save-form', HTMLFormElement);
  const saveButton = byId('save', HTMLButtonElement);
  const nameInput = byId('name', HTMLInputElement);
  const expected = byId('expected', HTMLInputElement);
  const saveResult = byId('save-result');
  let functions: readonly PageFunction[] = [];
  let names: EventNames = { saved: [], samples: [] };
  /** What the chosen event was before it was edited. */
  let original = '';
  /** What has been edited and not saved, by function and choice. */
  const drafts = new Map<string, string>();
  /** Whether there is text that was typed since an event was chosen: it must not be lost when that is loaded. */
  let isTyped = false;
  /** The file that a second click on Save replaces. */
  let replaceable = '';

  function draftId(): string {
    return `${functionSelect.value} ${eventSelect.value}`;
  }

  function setText(text: string): void {
    editor.value = text;
    changed();
  }

  function changed(): void {
    const isEdited = editor.value !== original;
    if (isEdited) drafts.set(draftId(), editor.value);
    else drafts.delete(draftId());
    const chosen = eventSelect.selectedOptions[0];
    const name = chosen?.dataset['name'];
    if (chosen !== undefined && name !== undefined) {
      chosen.textContent = isEdited ? `${name} (edited)` : name;
    }
    const problem = editor.value.trim() === '' ? undefined : jsonProblem(editor.value);
    const status = byId('json');
    status.className = problem === undefined ? 'dim' : 'error';
    status.textContent =
      problem ??
      `${new TextEncoder().encode(editor.value).length.toLocaleString('en')} bytes of JSON`;
    editor.setAttribute('aria-invalid', String(problem !== undefined));
    for (const id of ['invoke', 'invoke-event', 'format', 'save-now']) {
      byId(id, HTMLButtonElement).disabled = problem !== undefined;
    }
    updateExpected();
    keepDraft();
  }

  function updateExpected(): void {
    const hasResponse = actions.responseTo(functionSelect.value, eventText()) !== undefined;
    expected.disabled = !hasResponse;
    expected.parentElement!.title = hasResponse
      ? ''
      : 'Send it first: the response is then saved with it.';
  }

  function keepDraft(): void {
    const draft: Draft = {
      functionName: functionSelect.value,
      choice: eventSelect.value,
      text: editor.value,
    };
    if (editor.value.length <= longestDraft)
      sessionStorage.setItem(draftKey, JSON.stringify(draft));
  }

  function keptDraft(): Draft | undefined {
    try {
      return (JSON.parse(sessionStorage.getItem(draftKey) ?? 'null') as Draft | null) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Lambda gets {} for a call without an event. */
  function eventText(): string {
    return editor.value.trim() === '' ? '{}' : editor.value;
  }

  function showNames(choice: string | undefined): void {
    const fn = functions.find(({ name }) => name === functionSelect.value);
    function group(label: string, kind: string, list: readonly string[]): HTMLElement[] {
      if (list.length === 0) return [];
      const options = list.map((name) => {
        const option = element('option', { value: `${kind}/${name}` }, name);
        option.dataset['name'] = name;
        return option;
      });
      const made = element('optgroup', { label });
      made.append(...options);
      return [made];
    }
    eventSelect.replaceChildren(
      ...group(`events/${functionSelect.value}/`, 'events', names.saved),
      ...group(`Samples of ${fn?.event ?? 'the source'}`, 'samples', names.samples),
      element('option', { value: custom }, 'another event'),
    );
    const [usual] = names.samples;
    const choices = [
      choice,
      names.saved.includes(usual ?? '') ? `events/${usual}` : undefined,
      ...names.saved.map((name) => `events/${name}`),
      ...names.samples.map((name) => `samples/${name}`),
      custom,
    ];
    const options = new Set([...eventSelect.options].map(({ value }) => value));
    eventSelect.value = choices.find((each) => each !== undefined && options.has(each))!;
  }

  async function loadChosen(): Promise<void> {
    const id = draftId();
    const [kind, name] = eventSelect.value.split('/') as ['events' | 'samples' | 'custom', string];
    const read = kind === custom ? '{}' : await server.event(functionSelect.value, kind, name);
    // Another one may have been chosen meanwhile.
    if (draftId() !== id) return;
    original = read.trimEnd();
    setText(isTyped ? editor.value : (drafts.get(id) ?? original));
  }

  async function chooseFunction(choice?: string): Promise<void> {
    const name = functionSelect.value;
    const fn = functions.find((each) => each.name === name);
    byId('facts').textContent =
      fn === undefined
        ? ''
        : `${fn.event} · ${fn.handler} · ${fn.memoryMb} MB · ${fn.timeoutMs / 1000} s`;
    const read = await server.names(name);
    if (functionSelect.value !== name) return;
    names = read;
    showNames(choice);
    await loadChosen();
  }

  async function refresh(): Promise<void> {
    const name = functionSelect.value;
    if (name === '') return;
    const read = await server.names(name);
    if (functionSelect.value !== name || JSON.stringify(read) === JSON.stringify(names)) return;
    names = read;
    const before = eventSelect.value;
    const text = editor.value;
    showNames(before);
    if (eventSelect.value === before) changed();
    else choose(custom, text);
  }

  function choose(choice: string, text: string): void {
    eventSelect.value = choice;
    original = '';
    setText(text);
  }

  function toggleSave(isOpen: boolean): void {
    saveForm.hidden = !isOpen;
    saveButton.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    const [kind, name] = eventSelect.value.split('/');
    byId('name-label').textContent = `events/${functionSelect.value}/`;
    nameInput.value = kind === 'events' || kind === 'samples' ? name! : '';
    setReplaceable('');
    saveResult.textContent = '';
    updateExpected();
    nameInput.focus();
    nameInput.select();
  }

  function setReplaceable(name: string): void {
    replaceable = name;
    byId('save-now').textContent = name === '' ? 'Save' : 'Replace';
  }

  async function save(): Promise<void> {
    const name = nameInput.value;
    const functionName = functionSelect.value;
    const text = eventText();
    const response = expected.checked ? actions.responseTo(functionName, text) : undefined;
    const isReplaced = name === replaceable;
    const isSaved = await server.save(functionName, name, text, isReplaced);
    if (!isSaved) {
      setReplaceable(name);
      saveResult.textContent = `There is already a file ${name}.json. Replace it?`;
      return;
    }
    if (response !== undefined) await server.saveExpected(functionName, name, response);
    drafts.delete(draftId());
    names = await server.names(functionName);
    showNames(`events/${name}`);
    original = editor.value;
    changed();
    toggleSave(false);
    saveButton.focus();
    byId('json').textContent = `Saved as events/${functionName}/${name}.json`;
  }

  function attempt(work: Promise<void>): void {
    work.catch(actions.problem);
  }

  functionSelect.addEventListener('change', () => {
    isTyped = false;
    attempt(chooseFunction());
  });
  eventSelect.addEventListener('change', () => {
    isTyped = false;
    attempt(loadChosen());
  });
  editor.addEventListener('input', () => {
    isTyped = true;
    changed();
  });
  byId('format').addEventListener('click', () => setText(formatJson(editor.value) ?? editor.value));
  byId('invoke').addEventListener('click', () => send('RequestResponse'));
  byId('invoke-event').addEventListener('click', () => send('Event'));
  saveButton.addEventListener('click', () => toggleSave(saveForm.hidden !== false));
  byId('save-cancel').addEventListener('click', () => {
    toggleSave(false);
    saveButton.focus();
  });
  nameInput.addEventListener('input', () => setReplaceable(''));
  saveForm.addEventListener('submit', (event) => {
    event.preventDefault();
    save().catch((error: unknown) => (saveResult.textContent = (error as Error).message));
  });
  saveForm.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    toggleSave(false);
    saveButton.focus();
  });

  function send(type: InvocationType): void {
    const text = eventText();
    if (jsonProblem(text) === undefined) actions.send(functionSelect.value, text, type);
    else editor.focus();
  }

  return {
    setFunctions(newFunctions) {
      const isSame = JSON.stringify(newFunctions) === JSON.stringify(functions);
      functions = newFunctions;
      if (isSame) {
        attempt(refresh());
        return;
      }
      const draft = keptDraft();
      functionSelect.replaceChildren(
        ...functions.map(({ name }) => element('option', { value: name }, name)),
      );
      if (draft !== undefined && functions.some(({ name }) => name === draft.functionName)) {
        functionSelect.value = draft.functionName;
        drafts.set(`${draft.functionName} ${draft.choice}`, draft.text);
        attempt(chooseFunction(draft.choice));
      } else {
        attempt(chooseFunction());
      }
    },
    refresh: () => attempt(refresh()),
    edit(functionName, event) {
      const text = formatJson(event) ?? event;
      isTyped = false;
      if (functionSelect.value === functionName) {
        choose(custom, text);
      } else {
        functionSelect.value = functionName;
        drafts.set(`${functionName} ${custom}`, text);
        attempt(chooseFunction(custom));
      }
      editor.focus();
      editor.setSelectionRange(0, 0);
    },
    openSave: () => toggleSave(true),
    send,
    focus: () => editor.focus(),
  };
}
