package dev.quarry.extract;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * CSV by Apache Commons CSV. Each record is a line of {@code column: value} pairs: a record must say what its values are,
 * wherever the text is cut.
 */
final class CsvTable {
    private static final int SAMPLE = 64 * 1024;
    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    private CsvTable() {}

    static Extraction extract(SourceFile file, Budget budget) throws IOException {
        StringBuilder text = new StringBuilder();
        int records = 0;
        try (Reader reader = Encoding.open(file.path(), null, budget);
                CSVParser rows = format(reader).parse(reader)) {
            List<String> columns = List.of();
            for (CSVRecord row : rows) {
                budget.checkTime();
                row.forEach(cell -> budget.takeElement());
                if (columns.isEmpty()) {
                    columns = names(row);
                } else {
                    append(text, columns, row, budget);
                    records++;
                }
            }
            if (records == 0) {
                // One line is no head of anything.
                text.append(String.join(", ", columns));
            }
        } catch (UncheckedIOException broken) {
            throw new IOException("a quoted value does not end, or goes on after its quotation mark", broken);
        } catch (CSVException broken) {
            throw new IOException("a quoted value does not end, or goes on after its quotation mark", broken);
        }
        return new Extraction(
                Characters.storable(text.toString()),
                null,
                null,
                new Extraction.Facts().note("record_count", records).known());
    }

    private static void append(StringBuilder text, List<String> columns, CSVRecord row, Budget budget) {
        boolean first = true;
        for (int i = 0; i < row.size(); i++) {
            String value = Characters.oneLine(row.get(i));
            if (value.isEmpty()) {
                continue;
            }
            budget.checkCharacters(text.length() + value.length());
            text.append(first ? "" : " | ");
            if (i < columns.size() && !columns.get(i).isEmpty()) {
                text.append(columns.get(i)).append(": ");
            }
            text.append(value);
            first = false;
        }
        text.append(first ? "" : "\n");
    }

    private static List<String> names(CSVRecord row) {
        List<String> names = new ArrayList<>();
        row.forEach(name -> names.add(Characters.oneLine(name)));
        return names;
    }

    /** The delimiter is the one that the first line has most of. */
    private static CSVFormat format(Reader reader) throws IOException {
        reader.mark(SAMPLE);
        char[] sample = new char[SAMPLE - 1];
        int length = Math.max(0, reader.read(sample));
        reader.reset();
        String line = new String(sample, 0, length).lines().findFirst().orElse("");
        char delimiter = ',';
        long most = 0;
        for (char candidate : DELIMITERS) {
            long count = line.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                delimiter = candidate;
            }
        }
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(true)
                .get();
    }
}
