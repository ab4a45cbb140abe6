package dev.quarry.extract;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Asks the budget whenever more is read: parsers that read as they go end with it. */
final class BoundedReader extends FilterReader {
    private final Budget budget;

    BoundedReader(Reader source, Budget budget) {
        super(source);
        this.budget = budget;
    }

    @Override
    public int read() throws IOException {
        budget.checkTime();
        return super.read();
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        budget.checkTime();
        return super.read(buffer, offset, length);
    }
}
