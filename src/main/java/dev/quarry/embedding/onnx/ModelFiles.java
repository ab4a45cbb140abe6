package dev.quarry.embedding.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A model's two files: those packaged with Quarry, or two from disk.
 *
 * @param model null for the packaged all-MiniLM-L6-v2 in its quantized form
 * @param tokenizer null for the packaged one
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">all-MiniLM-L6-v2</a>
 */
public record ModelFiles(@Nullable Path model, @Nullable Path tokenizer) {
    /** What the packaged model's vectors are stamped with. */
    public static final String PACKAGED_NAME = "all-minilm-l6-v2-q";

    /** The packaged model reads 128 tokens, two of which mark the beginning and the end. */
    public static final int PACKAGED_MAX_TOKENS = 128;

    public static final ModelFiles PACKAGED = new ModelFiles(null, null);

    /** A model larger than 2 GB keeps its weights beside it, under one of these names. */
    private static final List<String> WEIGHTS = List.of("_data", ".data");

    /** The content of {@code tokenizer.json}. */
    public byte[] tokenizerFile() {
        return tokenizer == null ? resource("/" + PACKAGED_NAME + "-tokenizer.json") : read(tokenizer);
    }

    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
        return model == null
                ? environment.createSession(resource("/" + PACKAGED_NAME + ".onnx"), options)
                : environment.createSession(model.toString(), options);
    }

    /** The name of the model's file, without its ending. */
    public String name() {
        return model == null
                ? PACKAGED_NAME
                : String.valueOf(model.getFileName()).replaceFirst("\\.onnx$", "");
    }

    /** Feeds the digest with everything that the vectors depend on; with nothing for the packaged model, whose name is enough. */
    public void digest(MessageDigest digest) {
        if (model == null) {
            return;
        }
        digest(model, digest);
        for (String ending : WEIGHTS) {
            Path weights = model.resolveSibling(model.getFileName() + ending);
            if (Files.exists(weights)) {
                digest(weights, digest);
            }
        }
        digest.update(tokenizerFile());
    }

    private static void digest(Path file, MessageDigest digest) {
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException error) {
            throw unreadable(file, error);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException error) {
            throw unreadable(file, error);
        }
    }

    private static IllegalStateException unreadable(Path file, IOException error) {
        return new IllegalStateException(
                "the embedding model's file " + file + " cannot be read; look at quarry.embedding.onnx.path and"
                        + " quarry.embedding.onnx.tokenizer",
                error);
    }

    private static byte[] resource(String name) {
        try (InputStream content = Objects.requireNonNull(ModelFiles.class.getResourceAsStream(name), name)) {
            return content.readAllBytes();
        } catch (IOException error) {
            throw new IllegalStateException("the packaged embedding model cannot be read", error);
        }
    }
}
