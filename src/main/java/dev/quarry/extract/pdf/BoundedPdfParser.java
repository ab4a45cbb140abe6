package dev.quarry.extract.pdf;

import dev.quarry.extract.Budget;
import java.io.IOException;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdfparser.PDFParser;

/** PDFBox's parser, which measures each stream as it comes upon it: PDFBox itself decodes streams whole, in memory. */
final class BoundedPdfParser extends PDFParser {
    private final StreamMeasure measure;

    BoundedPdfParser(RandomAccessRead source, StreamMeasure measure) throws IOException {
        super(source);
        this.measure = measure;
    }

    @Override
    protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
        COSStream stream = super.parseCOSStream(dictionary);
        if (document.getTrailer() != null && document.getTrailer().getItem(COSName.ENCRYPT) != null) {
            // Nothing in it could be measured.
            throw Budget.refusal("is encrypted; save it without a password or restrictions");
        }
        measure.check(stream);
        return stream;
    }
}
