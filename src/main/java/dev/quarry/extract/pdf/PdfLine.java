package dev.quarry.extract.pdf;

/**
 * A line of a page.
 *
 * @param size of its letters, in half points
 * @param startsParagraph whether it stands apart from the line before it
 */
record PdfLine(String text, int size, boolean startsParagraph) {}
