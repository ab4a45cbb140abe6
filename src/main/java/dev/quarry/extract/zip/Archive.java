package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP archive of which only what is asked for is unpacked, in memory's small buffers, and counted as it comes: an entry's
 * own word on its size counts for nothing.
 */
final class Archive implements AutoCloseable {
    private final ZipFile zip;
    private final Budget budget;

    private Archive(ZipFile zip, Budget budget) {
        this.zip = zip;
        this.budget = budget;
    }

    /** @throws dev.quarry.failure.Failure.Invalid for one with too many entries, or with entries that lie over each other */
    static Archive open(Path file, Budget budget) throws IOException {
        ZipFile zip = new ZipFile(file.toFile());
        try {
            budget.checkEntries(zip.size());
            long packed = 0;
            for (ZipEntry entry : Collections.list(zip.entries())) {
                packed += Math.max(0, entry.getCompressedSize());
            }
            if (packed > Files.size(file)) {
                throw Budget.refusal("has entries that lie over each other, as archives made to do harm do");
            }
            return new Archive(zip, budget);
        } catch (IOException | RuntimeException error) {
            zip.close();
            throw error;
        }
    }

    /** Opens an entry; null when there is none of that name. */
    @Nullable
    InputStream find(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null || entry.isDirectory()) {
            return null;
        }
        InputStream in = zip.getInputStream(entry);
        return in == null ? null : new CountedStream(in, entry.getCompressedSize(), budget);
    }

    /** @throws IOException when there is none */
    InputStream require(String name) throws IOException {
        InputStream found = find(name);
        if (found == null) {
            throw new IOException("its part " + name + " is missing");
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Counts what was unpacked, and holds it to the budget. */
    private static final class CountedStream extends FilterInputStream {
        private final long packedSize;
        private final Budget budget;
        private long unpacked;

        CountedStream(InputStream in, long packedSize, Budget budget) {
            super(in);
            this.packedSize = packedSize;
            this.budget = budget;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            unpacked += read;
            budget.takeUnpacked(read);
            budget.checkRatio(packedSize, unpacked);
        }
    }
}
