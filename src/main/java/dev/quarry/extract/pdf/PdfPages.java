package dev.quarry.extract.pdf;

import dev.quarry.extract.Budget;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Takes the lines of every page from PDFBox, with the size of their letters, and stops it where the budget ends. */
final class PdfPages extends PDFTextStripper {
    private static final int OPERATORS_BETWEEN_CHECKS = 1_000;
    /** A page set solid has some ten thousand; each is an object of its own until the page ends. */
    private static final int MOST_GLYPHS = 500_000;

    private final StreamMeasure measure;
    private final Budget budget;
    private final List<List<PdfLine>> pages = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private double sizes;
    private int positions;
    private boolean startsParagraph = true;
    private int operators;
    private int glyphs;
    private int characters;

    private PdfPages(StreamMeasure measure, Budget budget) {
        this.measure = measure;
        this.budget = budget;
    }

    static List<List<PdfLine>> of(PDDocument document, StreamMeasure measure, Budget budget) throws IOException {
        PdfPages reader = new PdfPages(measure, budget);
        reader.writeText(document, Writer.nullWriter());
        return reader.pages;
    }

    @Override
    public void processPage(PDPage page) throws IOException {
        budget.checkTime();
        budget.checkPages(pages.size() + 1);
        pages.add(new ArrayList<>());
        glyphs = 0;
        startsParagraph = true;
        long content = 0;
        for (Iterator<PDStream> streams = page.getContentStreams(); streams.hasNext(); ) {
            content += measure.sizeOf(streams.next().getCOSObject());
            budget.checkUnpacked(content);
        }
        super.processPage(page);
        endLine();
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        operators++;
        if (operators % OPERATORS_BETWEEN_CHECKS == 0) {
            budget.checkTime();
        }
        super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition glyph) {
        glyphs++;
        characters += glyph.getUnicode() == null ? 0 : glyph.getUnicode().length();
        budget.checkCharacters(characters);
        if (glyphs > MOST_GLYPHS) {
            throw Budget.refusal("has a page with more than " + MOST_GLYPHS + " letters");
        }
        super.processTextPosition(glyph);
    }

    @Override
    protected void writeString(String text, List<TextPosition> glyphsOfText) {
        line.append(text);
        for (TextPosition glyph : glyphsOfText) {
            sizes += glyph.getFontSizeInPt();
            positions++;
        }
    }

    @Override
    protected void writeWordSeparator() {
        line.append(' ');
    }

    @Override
    protected void writeLineSeparator() {
        endLine();
    }

    @Override
    protected void writeParagraphStart() {
        endLine();
        startsParagraph = true;
    }

    @Override
    protected void writeParagraphEnd() {
        endLine();
    }

    @Override
    protected void writePageStart() {
        // Pages are counted where they begin, empty ones too.
    }

    @Override
    protected void writePageEnd() {
        endLine();
    }

    private void endLine() {
        String text = line.toString().strip();
        line.setLength(0);
        if (!text.isEmpty() && !pages.isEmpty()) {
            int size = positions == 0 ? 0 : (int) Math.round(Math.min(10_000, sizes / positions) * 2);
            pages.getLast().add(new PdfLine(text, size, startsParagraph));
            startsParagraph = false;
        }
        sizes = 0;
        positions = 0;
    }
}
