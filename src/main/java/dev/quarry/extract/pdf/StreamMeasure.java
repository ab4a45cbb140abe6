package dev.quarry.extract.pdf;

import dev.quarry.extract.Budget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.Filter;
import org.apache.pdfbox.filter.FilterFactory;

/** Decodes each stream once into nothing, to see how large it becomes before anybody holds it. */
final class StreamMeasure {
    private static final Set<COSName> EXPANDING = Set.of(
            COSName.FLATE_DECODE,
            COSName.FLATE_DECODE_ABBREVIATION,
            COSName.LZW_DECODE,
            COSName.LZW_DECODE_ABBREVIATION,
            COSName.RUN_LENGTH_DECODE,
            COSName.RUN_LENGTH_DECODE_ABBREVIATION);
    private static final Set<COSName> SHRINKING = Set.of(
            COSName.ASCII85_DECODE,
            COSName.ASCII85_DECODE_ABBREVIATION,
            COSName.ASCII_HEX_DECODE,
            COSName.ASCII_HEX_DECODE_ABBREVIATION);

    /** A row of pixels, which the decoder holds whole. */
    private static final long LONGEST_ROW = 1_000_000;

    private final Budget budget;
    private final IdentityHashMap<COSStream, Long> sizes = new IdentityHashMap<>();

    StreamMeasure(Budget budget) {
        this.budget = budget;
    }

    /** Decoded bytes of a stream that was checked; 0 for others. */
    long sizeOf(COSStream stream) {
        return sizes.getOrDefault(stream, 0L);
    }

    /** @throws dev.quarry.failure.Failure.Invalid for a stream that no honest document holds */
    void check(COSStream stream) throws IOException {
        List<COSName> filters = filters(stream);
        if (filters.stream().filter(EXPANDING::contains).count() > 1) {
            throw Budget.refusal("holds a stream that is compressed twice, as files made to do harm do");
        }
        checkRows(stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP));
        Measured measured = new Measured();
        try (InputStream raw = stream.createRawInputStream()) {
            decode(raw, filters, stream, measured);
        } catch (IOException broken) {
            // PDFBox reads what is left of a broken stream: that much was measured.

        }
        sizes.put(stream, measured.size);
        if (!COSName.IMAGE.equals(stream.getDictionaryObject(COSName.SUBTYPE))) {
            budget.takeUnpacked(measured.size);
        }
        if (measured.mapsRanges) {
            CharacterRanges.check(bytes(stream, filters));
        }
    }

    private void decode(InputStream raw, List<COSName> filters, COSStream stream, OutputStream out) throws IOException {
        InputStream in = raw;
        for (int i = 0; i < filters.size(); i++) {
            COSName name = filters.get(i);
            if (SHRINKING.contains(name) && i + 1 < filters.size()) {
                ByteArrayOutputStream smaller = new ByteArrayOutputStream();
                var _ = filter(name).decode(in, smaller, stream, i);
                in = new ByteArrayInputStream(smaller.toByteArray());
            } else if (EXPANDING.contains(name) || SHRINKING.contains(name)) {
                var _ = filter(name).decode(in, out, stream, i);
                return;
            } else {
                // A picture's own format: nobody decodes it for the sake of text.
                return;
            }
        }
        in.transferTo(out);
    }

    private byte[] bytes(COSStream stream, List<COSName> filters) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream raw = stream.createRawInputStream()) {
            decode(raw, filters, stream, bytes);
        }
        return bytes.toByteArray();
    }

    private static Filter filter(COSName name) throws IOException {
        return FilterFactory.INSTANCE.getFilter(name);
    }

    private static List<COSName> filters(COSStream stream) {
        COSBase filters = stream.getFilters();
        if (filters instanceof COSName one) {
            return List.of(one);
        }
        return filters instanceof COSArray several
                ? several.toList().stream()
                        .map(entry -> entry instanceof COSName name ? name : COSName.CRYPT)
                        .toList()
                : List.of();
    }

    private static void checkRows(COSBase parameters) {
        if (parameters instanceof COSArray several) {
            for (int i = 0; i < several.size(); i++) {
                checkRow(several.getObject(i));
            }
        } else {
            checkRow(parameters);
        }
    }

    private static void checkRow(COSBase parameters) {
        if (parameters instanceof COSDictionary dictionary) {
            long columns = dictionary.getLong(COSName.COLUMNS, 1);
            long colors = Math.clamp(dictionary.getLong(COSName.COLORS, 1), 1, 32);
            long bits = Math.clamp(dictionary.getLong(COSName.BITS_PER_COMPONENT, 8), 1, 32);
            if (columns < 0 || columns > LONGEST_ROW || columns * colors * bits / 8 > LONGEST_ROW) {
                throw Budget.refusal("holds a stream with rows of more than " + LONGEST_ROW + " bytes");
            }
        }
    }

    /** Counts, and looks out for tables of characters. */
    private final class Measured extends OutputStream {
        private static final byte[] RANGES = "beginbfrange".getBytes(StandardCharsets.US_ASCII);

        private long size;
        private int matched;
        private boolean mapsRanges;

        @Override
        public void write(int b) {
            count(1);
            match((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            count(length);
            for (int i = offset; i < offset + length; i++) {
                match(bytes[i]);
            }
        }

        private void count(int length) {
            size += length;
            budget.checkUnpacked(size);
            budget.checkTime();
        }

        private void match(byte b) {
            if (b != RANGES[matched]) {
                matched = 0;
            }
            if (b == RANGES[matched]) {
                matched++;
                if (matched == RANGES.length) {
                    mapsRanges = true;
                    matched = 0;
                }
            }
        }
    }
}
