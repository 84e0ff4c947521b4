import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';
import type { Pictures, ReportDocument } from './blocks.ts';
import { codePointOf, fontFiles } from './fonts.ts';
import { printable } from './printable.ts';

const folder = join(import.meta.dirname, '..');

export interface Typeset {
  pdf: Buffer;
  pages: number;
  /** It keeps to PDF/UA-1, the standard of documents for everybody; else why not. */
  accessible: true | string;
}

interface Diagnosed {
  message?: string;
}

function messagesOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Characters that no font here can draw, as the typesetter names them. */
function missingGlyphs(why: string): Set<string> {
  const named = why.matchAll(/the text `\\?"(.+?)\\?"` could not be displayed/gu);
  return new Set([...named].flatMap(([, text = '']) => [...text]));
}

/** Each named by its code point instead; a line may end behind any of them. */
function without(text: string, characters: ReadonlySet<string>): string {
  return [...text]
    .map((character) => (characters.has(character) ? `${codePointOf(character)}\u200b` : character))
    .join('');
}

/** The document as PDF: tagged, its fonts in it, and to PDF/UA-1 where every character has a glyph. */
export function typeset(document: ReportDocument, pictures: Pictures): Typeset {
  const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: [...fontFiles] }] });
  const source = readFileSync(join(folder, 'report.typ'), 'utf8');
  for (const [file, svg] of pictures) compiler.mapShadow(join(folder, file), Buffer.from(svg));

  const compile = (json: string): NodeTypstDocument => {
    // Texts reach the typesetter as data, never as source: no name is ever read as markup.
    compiler.mapShadow(join(folder, 'document.json'), Buffer.from(json));
    const compiled = compiler.compile({ mainFileContent: source });
    const { result } = compiled;
    if (result !== null) return result;
    const error = compiled.takeDiagnostics();
    const diagnosed: Diagnosed[] = error === null ? [] : compiler.fetchDiagnostics(error);
    throw new Error(`the report could not be typeset: ${diagnosed[0]?.message ?? 'no reason was given'}`);
  };

  const json = printable(document);
  const typeset = compile(json);
  const accessible = (made: NodeTypstDocument): Typeset => ({
    pdf: compiler.pdf(made, { pdfStandard: 'ua-1' }),
    pages: made.numOfPages,
    accessible: true,
  });
  try {
    return accessible(typeset);
  } catch (error) {
    const missing = missingGlyphs(messagesOf(error));
    try {
      if (missing.size > 0) return accessible(compile(without(json, missing)));
    } catch {
      // The first reason says more.
    }
    const why = /message: "((?:[^"\\]|\\.)*)"/.exec(messagesOf(error))?.[1] ?? messagesOf(error);
    return { pdf: compiler.pdf(typeset), pages: typeset.numOfPages, accessible: why };
  }
}
