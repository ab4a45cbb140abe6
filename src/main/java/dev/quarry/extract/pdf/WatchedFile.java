package dev.quarry.extract.pdf;

import dev.quarry.extract.Budget;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.jspecify.annotations.Nullable;

/** A file that asks the budget while it is read: a parser that goes in circles ends here. */
final class WatchedFile implements RandomAccessRead {
    private static final int READS_BETWEEN_CHECKS = 4096;

    private final Path path;
    private final RandomAccessReadBufferedFile file;
    private final Budget budget;
    /** The same file again: who reads a stream must not move where the parser stands. */
    private @Nullable WatchedFile views;

    private int reads;

    WatchedFile(Path path, Budget budget) throws IOException {
        this.path = path;
        this.file = new RandomAccessReadBufferedFile(path);
        this.budget = budget;
    }

    @Override
    public int read() throws IOException {
        check();
        return file.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        check();
        return file.read(buffer, offset, length);
    }

    @Override
    public long getPosition() throws IOException {
        return file.getPosition();
    }

    @Override
    public void seek(long position) throws IOException {
        check();
        file.seek(position);
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public boolean isClosed() {
        return file.isClosed();
    }

    @Override
    public boolean isEOF() throws IOException {
        return file.isEOF();
    }

    @Override
    public RandomAccessReadView createView(long start, long length) throws IOException {
        if (views == null) {
            views = new WatchedFile(path, budget);
        }
        return new RandomAccessReadView(views, start, length);
    }

    @Override
    public void close() throws IOException {
        try (var _ = views) {
            file.close();
        }
    }

    private void check() {
        reads++;
        if (reads % READS_BETWEEN_CHECKS == 0) {
            budget.checkTime();
        }
    }
}
