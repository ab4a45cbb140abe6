package dev.quarry.inbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A place in {@code working} that one instance has: a locked file and, beside it, a folder with the file at work. The lock
 * ends with the process.
 */
final class Claim implements AutoCloseable {
    private static final String LOCK = ".lock";

    /** Locks of this process: to open one of their files again and close it would release the lock, says POSIX. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path lockFile;
    private final Path place;
    private final FileChannel channel;
    private final FileLock lock;

    private Claim(Path lockFile, Path place, FileChannel channel, FileLock lock) {
        this.lockFile = lockFile;
        this.place = place;
        this.channel = channel;
        this.lock = lock;
    }

    /** A new, empty place; none when another instance took the lock for one that was left. */
    static Optional<Claim> open(Path working) throws IOException {
        return lock(working.resolve(UUID.randomUUID() + LOCK), StandardOpenOption.CREATE_NEW);
    }

    /** The places whose owner is gone, locked for the caller. */
    static List<Claim> abandoned(Path working) throws IOException {
        List<Claim> claims = new ArrayList<>();
        try (var files = Files.newDirectoryStream(working, "*" + LOCK)) {
            for (Path lockFile : files) {
                lock(lockFile, StandardOpenOption.WRITE).ifPresent(claims::add);
            }
        }
        return claims;
    }

    private static Optional<Claim> lock(Path lockFile, StandardOpenOption how) throws IOException {
        if (!HELD.add(lockFile)) {
            return Optional.empty();
        }
        Optional<Claim> claim = Optional.empty();
        try {
            claim = lockUnheld(lockFile, how);
            return claim;
        } finally {
            if (claim.isEmpty()) {
                HELD.remove(lockFile);
            }
        }
    }

    private static Optional<Claim> lockUnheld(Path lockFile, StandardOpenOption how) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(lockFile, StandardOpenOption.WRITE, how);
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
        FileLock lock = channel.tryLock();
        // Between opening and locking it, another may have ended it.
        if (lock == null || !Files.exists(lockFile)) {
            channel.close();
            return Optional.empty();
        }
        String name = lockFile.getFileName().toString();
        Path place = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
        return Optional.of(new Claim(lockFile, place, channel, lock));
    }

    /** Takes a file by renaming it to this place; false when it is gone, another has it. */
    boolean take(Path root, Path relative) throws IOException {
        Path target = place.resolve(relative);
        Files.createDirectories(target.getParent());
        try {
            Files.move(root.resolve(relative), target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException another) {
            return false;
        }
    }

    Path file(Path relative) {
        return place.resolve(relative);
    }

    /** What lies here, by its path below the inbox. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(place)) {
            Files.walkFileTree(place, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(place.relativize(file));
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return files;
    }

    /** Leaves the place. What could not be moved away stays, for a later look. */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (files().isEmpty()) {
                removeFolders();
                Files.deleteIfExists(lockFile);
            }
            lock.release();
        } finally {
            HELD.remove(lockFile);
        }
    }

    private void removeFolders() throws IOException {
        if (!Files.isDirectory(place)) {
            return;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
