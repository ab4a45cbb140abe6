/**
 * Files into text: PDF, DOCX, EPUB, HTML, Markdown, CSV, JSON and plain text become one text that reads like Markdown.
 *
 * <p>Headings are lines of {@code #}, tables are lines of cells, pages are parted by a form feed (U+000C). Chunkers, offsets
 * and heading paths work on that text alone: what the file looked like is forgotten here.
 *
 * <p>Files come from anybody. Each is read within a {@link dev.quarry.extract.Budget}: time, unpacked bytes, nesting, pages
 * and characters, all on the thread that asked, which always comes back. {@link dev.quarry.extract.Extractions} lets in a few
 * at a time. What cannot be read is a {@link dev.quarry.failure.Failure.Invalid} of the field {@code file}.
 */
@NullMarked
package dev.quarry.extract;

import org.jspecify.annotations.NullMarked;
