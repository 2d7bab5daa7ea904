// Made from src/modality_lab/forms/contract.py by `make contract`; change it there.

export type Kind = "one" | "list" | "several" | "minutes" | "points" | "client";
export type Asked = "none" | "yes";
export type Given = string | string[] | number | Record<string, Asked> | null;
export type Cell = string | string[];

/** An answer that a question offers. */
export interface Answer {
  /** Its id. */
  answer: string;
  /** Its words on the form. */
  label: string;
  /** The name under which it is folded away with others, or "". */
  group: string;
}

/** A group of flags, which stays closed until its first question is answered with yes. */
export interface Group {
  /** Its name. */
  group: string;
  /** What a client is asked first about it, or "". */
  question: string;
  /** Whether a warning sign may be behind it. */
  red_flags: boolean;
  /** Words that lead to it when they are searched for. */
  words: string;
}

/** A question of a form. What its kind does not need is empty. */
export interface Question {
  /** Its id. */
  question: string;
  /** What it asks for. */
  kind: Kind;
  /** The table of its answers. With "regions" the body is drawn above them. */
  answers_from: string;
  /** Its words on the form. */
  label: string;
  /** A sentence below the label, or "". */
  help: string;
  /** What can be chosen, in this order. */
  answers: Answer[];
  /** The groups that are asked about one by one, in this order, where the answers are flags. */
  groups: Group[];
  /** The lowest number that can be typed, in `unit`. */
  minimum: number | null;
  /** The highest number that can be typed, in `unit`. */
  maximum: number | null;
  /** What the arrows of the field add or take away, in `unit`. */
  step: number | null;
  /** The word behind the number, or "". */
  unit: string;
}

/** A mark on the drawing of the body. */
export type Mark = [
  /** The id of the area. */
  region: string,
  /** The side of the body from which it is seen: "front" or "back". */
  view: string,
  /** What the mark means: "chosen", "pressed", "felt" or "caution". */
  mark: string,
];

/** What a form asks of Python. */
export interface Request {
  /** A running number, by which a late reply is known. */
  number: number;
  /** What was answered, by the ids of the questions, and as "safety_asked" the groups of flags that were asked about. */
  answers: Record<string, Given>;
}

/** What a widget shows. */
export interface Shown {
  /** The result in one sentence. */
  sentence: string;
  /** The result as HTML. */
  result: string;
  /** What is marked on the body, where there is one. */
  marks?: Mark[];
  /** What was answered as a code to give to somebody, where the form has one. */
  code?: string;
}

/** What Python replies to files that it was sent. */
export interface Report {
  /** The outcome in one sentence. */
  sentence: string;
  /** The report as HTML. */
  result: string;
  /** Nothing, as there is no body. */
  marks?: Mark[];
  /** Nothing, as nothing is answered. */
  code?: string;
  /** A running number, by which a report is told from one before that says the same. */
  number: number;
}

/** What Python replies to a request. */
export interface Reply {
  /** The result in one sentence. */
  sentence: string;
  /** The result as HTML. */
  result: string;
  /** What is marked on the body, where there is one. */
  marks?: Mark[];
  /** What was answered as a code to give to somebody, or "" where there is none. */
  code?: string;
  /** The number of the request. */
  number: number;
  /** The answers as they stand. */
  answers: Record<string, Given>;
}

/** A page to download, as Python sends it. */
export interface Page {
  /** The id of the form that asked for it, as there may be several of one model. */
  view: string;
  /** The page as HTML. */
  page: string;
  /** The name of the file. */
  name: string;
}

/** Files to check. Their contents come beside it, in the same order. */
export interface Files {
  /** The names of the files. */
  names: string[];
}

/** What a form and Python hold together. */
export interface FormModel {
  /** The heading of the result. */
  heading: string;
  /** The questions, in this order. */
  questions: Question[];
  /** What the form can be filled in from, above the questions: one question, or none. */
  beginnings: Question[];
  /** The body as SVG, where an area can be chosen. */
  drawing: string;
  /** What each mark on the body means. */
  mark_words: Record<string, string>;
  /** The answers to which Reset goes back. */
  start: Record<string, Given>;
  /** Whether an answer to one question takes back the answer to any other. */
  one_answer: boolean;
  /** Whether the result can be downloaded as a page. */
  can_download: boolean;
  /** The last request, written by the form. */
  request: Request;
  /** The last reply, written by Python. */
  reply: Reply;
}

/** What the card that checks files and Python hold together. */
export interface CheckModel {
  /** How large all files may be together, in bytes. */
  limit: number;
  /** The last report, written by Python. */
  reply: Report;
}

/** What a table to search and sort and Python hold together. */
export interface TableModel {
  /** What the table holds. */
  caption: string;
  /** The names of its columns. */
  head: string[];
  /** Its rows, each with a cell for each column. */
  rows: Cell[][];
}

/** A question of a quiz, as the page asks it. */
export interface Asking {
  /** Its id. */
  item: string;
  /** Its number on the page. */
  title: string;
  /** What is asked. */
  prompt: string;
  /** What is to be done: choose one, give each a place ... */
  help: string;
  /** What is answered: one question, or one for each line of an order or of pairs. */
  questions: Question[];
  /** The right answer and why, as HTML, folded away. */
  answer: string;
}

/** What Python replies to an answer in a quiz. */
export interface Marking {
  /** The number of the request. */
  number: number;
  /** The id of the question that was answered. */
  item: string;
  /** What is said to the answer, as HTML. */
  result: string;
  /** Whether it is wholly right. */
  is_right: boolean;
  /** How the whole quiz stands. */
  sentence: string;
  /** All first answers as one line to send, or "" while there is none. */
  line: string;
}

/** An answer in a quiz, as the page sends it. */
export interface Attempt {
  /** A running number. */
  number: number;
  /** The id of the question that is answered. */
  item: string;
  /** What was answered, by the ids of its questions. */
  given: Record<string, Given>;
}

/** What a quiz and Python hold together. */
export interface QuizModel {
  /** What it is called. */
  heading: string;
  /** Its questions, in this order. */
  asked: Asking[];
  /** The body as SVG, where areas are asked for. */
  drawing: string;
  /** What each mark on the body means. */
  mark_words: Record<string, string>;
  /** The last answer, written by the page. */
  request: Attempt;
  /** The last reply, written by Python. */
  reply: Marking;
}

/** A client to decide about, as the page shows it before anything is decided. */
export interface CaseStory {
  /** Its id. */
  case: string;
  /** A name, and what it is about. */
  title: string;
  /** How hard it is, in words. */
  level: string;
  /** What the client says. */
  story: string;
  /** What nobody has asked this client yet, or "". */
  still_to_ask: string;
}

/** What was decided about a client, as the page sends it. */
export interface Decided {
  /** A running number. */
  number: number;
  /** The id of the case. */
  case: string;
  /** What was ticked, by the ids of the questions of the form. */
  answers: Record<string, Given>;
  /** What was decided and how sure, by the ids of these two questions. */
  choice: Record<string, Given>;
  /** Why, in the student's own words. */
  reason: string;
}

/** What Python replies to a decision. */
export interface Revealed {
  /** The two decisions in one sentence. */
  sentence: string;
  /** The comparison as HTML. */
  result: string;
  /** Nothing, as nothing is marked. */
  marks?: Mark[];
  /** Nothing, as the line says it all. */
  code?: string;
  /** The number of the request. */
  number: number;
  /** The id of the case. */
  case: string;
  /** Everything decided so far as one line to send, or "" while nothing is. */
  line: string;
}

/** What the card for deciding about clients and Python hold together. */
export interface CaseModel {
  /** The clients, in this order. */
  stories: CaseStory[];
  /** The questions of the form. */
  questions: Question[];
  /** What is decided, and how sure one is. */
  choices: Question[];
  /** The body as SVG. */
  drawing: string;
  /** What each mark on the body means. */
  mark_words: Record<string, string>;
  /** The last decision, written by the page. */
  request: Decided;
  /** The last reply, written by Python. */
  reply: Revealed;
}

/** What an instructor gives to the card of the class. The contents of files come beside it, in the same order. */
export interface Sent {
  /** The names of the files. */
  names: string[];
  /** What was pasted. */
  text: string;
  /** Whether to begin anew. */
  clear: boolean;
}

/** What the card of the class and Python hold together. */
export interface ClassModel {
  /** The last count, written by Python. */
  reply: Report;
}

/** What a reader wants done with the rows of a step. */
export interface RowsWish {
  /** Whether the rows are to be added to the file; otherwise it is only read again. */
  add: boolean;
}

/** How far a reader is with the rows of a step. */
export interface RowsReply {
  /** What was done, or how far the reader is. */
  sentence: string;
  /** The rows as HTML. */
  result: string;
  /** Nothing, as there is no body. */
  marks?: Mark[];
  /** Nothing, as no form is filled in. */
  code?: string;
  /** A running number. */
  number: number;
  /** What follows from the table as HTML, such as a chart, or "". */
  follows: string;
}

/** What the card with the rows of a step and Python hold together. */
export interface RowsModel {
  /** The file that they belong in, as seen from the lesson. */
  file: string;
  /** How far the reader is, written by Python. */
  reply: RowsReply;
}

/** What is to be explored, as far as it is chosen. */
export interface Explored {
  /** The picture in one sentence. */
  sentence: string;
  /** The picture and its table as HTML. */
  result: string;
  /** Nothing, as there is no body. */
  marks?: Mark[];
  /** Nothing: the lines say it all. */
  code?: string;
  /** The number of the request. */
  number: number;
  /** The answers as they stand. */
  answers: Record<string, Given>;
  /** What can be chosen now, in this order. */
  questions: Question[];
  /** The lines of pandas that do the same. */
  lines: string[];
}

/** What the card to explore a table and Python hold together. */
export interface ExploreModel {
  /** How large all files may be together, in bytes. */
  limit: number;
  /** Whether the picture is for a page as narrow as a phone, written by the page. */
  is_narrow: boolean;
  /** The answers to which Reset goes back. */
  start: Record<string, Given>;
  /** What was chosen last, written by the page. */
  request: Request;
  /** The last reply, written by Python. */
  reply: Explored;
}
