package dev.quarry.inbox;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Where files lie in an inbox, and how they move. Symbolic links are left where they are, whatever they point to. */
final class InboxFolder {
    private static final int DEEPEST = 20;
    private static final Set<String> OWN = Set.of("working", "done", "failed");
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".crdownload", ".filepart", "~");

    private final Path root;

    /** @throws IOException when the folder or what it needs within cannot be made */
    InboxFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        this.root = folder.toRealPath();
        for (String own : OWN) {
            Files.createDirectories(root.resolve(own));
        }
    }

    Path root() {
        return root;
    }

    Path working() {
        return root.resolve("working");
    }

    /** A file that lies in the inbox, as it was when it was seen. */
    record Waiting(Path relative, long size, long modifiedMillis) {}

    /** The files that may be taken, at most so many, hidden ones and downloads under way left out. */
    List<Waiting> waiting(int most) throws IOException {
        List<Waiting> files = new ArrayList<>();
        Files.walkFileTree(root, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                Path relative = root.relativize(folder);
                boolean own = relative.getNameCount() == 1 && OWN.contains(relative.toString());
                return own || (isHidden(folder) && !folder.equals(root))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file) && !isUnfinished(file)) {
                    files.add(new Waiting(
                            root.relativize(file),
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis()));
                }
                return files.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** Whether the file lies below the folder, however one looks at it: no folder on its way is a link. */
    boolean holds(Path relative) {
        Path file = root.resolve(relative);
        try {
            return file.toRealPath().equals(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Puts a file away as done; it takes the place of an earlier one of that name. */
    void done(Path file, Path relative) throws IOException {
        var _ = putAway(file, root.resolve("done").resolve(relative));
    }

    /** Puts a file away as failed, with the reason beside it. */
    void failed(Path file, Path relative, String reason) throws IOException {
        Path target = putAway(file, root.resolve("failed").resolve(relative));
        Files.writeString(
                target.resolveSibling(target.getFileName() + ".reason.txt"),
                reason + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /** Puts a file back to where it came from; where another has come in its place, that one is the newer. */
    void giveBack(Path file, Path relative) throws IOException {
        Path origin = root.resolve(relative);
        try {
            Files.createDirectories(origin.getParent());
            // A link, unlike a rename, never replaces.
            Files.createLink(origin, file);
            Files.delete(file);
        } catch (FileAlreadyExistsException there) {
            giveWay(file, origin, relative);
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            // Not every file system has links, and not every owner's file may be linked.
            moveBack(file, origin, relative);
        }
    }

    private void giveWay(Path file, Path origin, Path relative) throws IOException {
        if (Files.exists(origin) && Files.isSameFile(origin, file)) {
            // Whoever gave it back before died in between.
            Files.delete(file);
        } else {
            failed(file, relative, "A newer file of this name came before this one was read.");
        }
    }

    private void moveBack(Path file, Path origin, Path relative) throws IOException {
        try {
            Files.move(file, origin);
        } catch (FileSystemException taken) {
            failed(file, relative, "It could not be put back to where it came from.");
        }
    }

    private Path putAway(Path file, Path target) throws IOException {
        try {
            Files.createDirectories(target.getParent());
            return Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException taken) {
            if (!Files.exists(file)) {
                throw taken;
            }
            // A folder of that name, or a file where a folder is wanted.
            Path top = root.resolve(root.relativize(target).getName(0));
            return Files.move(
                    file, top.resolve(UUID.randomUUID() + "-" + target.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean isHidden(Path file) {
        return file.getFileName() != null && file.getFileName().toString().startsWith(".");
    }

    private static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return UNFINISHED.stream().anyMatch(name::endsWith);
    }
}
