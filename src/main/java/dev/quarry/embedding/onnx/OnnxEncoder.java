package dev.quarry.embedding.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Encodes a text with ONNX Runtime, on the calling thread and no other: as many processors work as there are callers.
 *
 * <p>langchain4j's own encoder takes a text's tokens apart and builds a text of them again before it embeds it, which suits
 * WordPiece but not the SentencePiece models that speak many languages; and its sessions take all processors for each text.
 */
public final class OnnxEncoder implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);
    private static final String TOKEN_VECTORS = "last_hidden_state";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final NativeMemory memory;
    private final ModelTokenizer tokenizer;
    private final Pooling pooling;

    /** @throws IllegalStateException when the file is no such model */
    public OnnxEncoder(ModelFiles files, ModelTokenizer tokenizer, Pooling pooling) {
        this.tokenizer = tokenizer;
        this.pooling = pooling;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            this.environment = OrtEnvironment.getEnvironment();
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            this.session = files.open(environment, options);
        } catch (OrtException error) {
            throw new IllegalStateException(
                    "the embedding model " + files.name() + " cannot be loaded: " + error.getMessage(), error);
        }
        this.memory = new NativeMemory(this::free);
        if (!INPUTS.containsAll(session.getInputNames())) {
            close();
            throw new IllegalStateException("the embedding model " + files.name() + " wants the inputs "
                    + session.getInputNames() + "; those that are known are " + INPUTS
                    + ". Export it for feature extraction.");
        }
    }

    /** The text's vector as the model gives it, of whatever length. What is beyond the tokens that it reads is left out. */
    public float[] encode(String text) {
        Encoding encoding = tokenizer.encode(text);
        long[] ids = truncate(encoding);
        return memory.use(() -> {
            try {
                return run(ids);
            } catch (OrtException error) {
                throw new IllegalStateException("the embedding model failed: " + error.getMessage(), error);
            }
        });
    }

    @Override
    public void close() {
        memory.close();
    }

    /** The marks at the end stay where tokens are left out. */
    private long[] truncate(Encoding encoding) {
        long[] ids = encoding.getIds();
        int longest = tokenizer.maxTokens();
        if (ids.length <= longest) {
            return ids;
        }
        long[] isMark = encoding.getSpecialTokenMask();
        int marks = 0;
        while (marks < longest && isMark[ids.length - 1 - marks] == 1) {
            marks++;
        }
        long[] kept = new long[longest];
        System.arraycopy(ids, 0, kept, 0, longest - marks);
        System.arraycopy(ids, ids.length - marks, kept, longest - marks, marks);
        return kept;
    }

    private float[] run(long[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        java.util.Arrays.fill(ones, 1);
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.allocate(ids.length), shape)) {
            Map<String, OnnxTensor> inputs = new HashMap<>(Map.of(IDS, idTensor, MASK, mask, TYPES, types));
            inputs.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(inputs)) {
                return vector((OnnxTensor) result.get(TOKEN_VECTORS).orElseGet(() -> result.get(0)));
            }
        }
    }

    /** A vector for each token is pooled; one for the text is taken as it is. */
    private float[] vector(OnnxTensor output) {
        long[] shape = output.getInfo().getShape();
        int dimensions = (int) shape[shape.length - 1];
        int count = shape.length == 3 ? (int) shape[1] : 1;
        return pooling.pool(output.getFloatBuffer(), count, dimensions);
    }

    private void free() {
        try {
            session.close();
        } catch (OrtException error) {
            throw new IllegalStateException("the embedding model cannot be closed", error);
        }
    }
}
