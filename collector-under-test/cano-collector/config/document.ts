import { LineCounter, isMap, isNode, isScalar, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { ConfigError } from './config-error.ts';

/** A YAML file whose values can be traced back to a line and a column. */
export interface SourceDocument {
  value: unknown;
  /** Builds an error that points at the value, or at the key of that name in it. */
  errorAt(path: readonly PropertyKey[], message: string, key?: string): ConfigError;
}

const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Parses YAML and replaces `${NAME}` in its texts by environment variables. */
export function parseSource(file: string, text: string, env: NodeJS.ProcessEnv): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const error = (offset: number, message: string): ConfigError => {
    const { line, col } = lines.linePos(offset);
    return new ConfigError(`${file}:${line}:${col}: ${message}`);
  };
  const [problem] = document.errors;
  if (problem) throw error(problem.pos[0], problem.message);
  if (!text.endsWith('\n')) throw error(text.length, 'the last line has no end, so the file may be cut off');
  refuseAliases(document, error);
  interpolate(document, env, error);
  return {
    value: document.toJS(),
    errorAt: (path, message, key) => error(offsetOf(document, path, key), message),
  };
}

/** An alias repeats a value without a place of its own, and its name may be a secret that begins with a star. */
function refuseAliases(document: Document, error: (at: number, text: string) => ConfigError): void {
  visit(document, {
    Alias(_key, node) {
      throw error(node.range?.[0] ?? 0, 'aliases are not supported; a text that begins with * needs quotes');
    },
  });
}

function interpolate(document: Document, env: NodeJS.ProcessEnv, error: (at: number, text: string) => ConfigError) {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string') return;
      node.value = node.value.replace(reference, (_all, name: string) => {
        const value = env[name];
        if (value === undefined) throw error(node.range?.[0] ?? 0, `environment variable ${name} is not set`);
        return value;
      });
    },
  });
}

/** The offset of a value, or of its nearest ancestor when the value is missing. */
function offsetOf(document: Document, path: readonly PropertyKey[], key: string | undefined): number {
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isNode(node)) return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), undefined);
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (isScalar(pair?.key)) return pair.key.range?.[0] ?? 0;
  }
  return node.range?.[0] ?? 0;
}
