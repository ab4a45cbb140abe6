package dev.quarry.embedding;

import dev.quarry.embedding.onnx.ModelFiles;
import dev.quarry.embedding.onnx.Pooling;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names a model so that two which give different vectors have different names: what it is called, and a short SHA-256 over
 * what its vectors depend on besides.
 */
final class Stamp {
    private static final int HASH_LENGTH = 12;

    private Stamp() {}

    /** The packaged model has its plain name as long as nothing is put before its texts. */
    static String of(String name, ModelFiles files, Pooling pooling, Prefixes prefixes) {
        MessageDigest digest = sha256();
        files.digest(digest);
        update(digest, pooling.name());
        update(digest, prefixes);
        boolean plain = files.equals(ModelFiles.PACKAGED) && pooling == Pooling.MEAN && prefixes.areEmpty();
        return plain ? name : withHash(name, digest);
    }

    /** What runs elsewhere cannot be looked into: its name, and a hash where something is put before its texts. */
    static String of(String name, Prefixes prefixes) {
        MessageDigest digest = sha256();
        update(digest, prefixes);
        return prefixes.areEmpty() ? name : withHash(name, digest);
    }

    private static void update(MessageDigest digest, Prefixes prefixes) {
        update(digest, prefixes.query());
        update(digest, prefixes.passage());
    }

    /** Ends with a byte that is not in UTF-8, so that two texts cannot run into each other. */
    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0xff);
    }

    private static String withHash(String name, MessageDigest digest) {
        return name + "-" + HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
