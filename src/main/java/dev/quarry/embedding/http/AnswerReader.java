package dev.quarry.embedding.http;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Reads {@code {"data": [{"index": 0, "embedding": [0.1, ...]}, ...]}} and believes none of it. */
final class AnswerReader {
    /** NaN is no JSON, but what a broken model makes servers write. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final String host;

    AnswerReader(String host) {
        this.host = host;
    }

    /**
     * @param texts how many were sent
     * @param dimensions that each vector must have; 0 where they are not known yet
     */
    Reply read(byte[] body, int texts, int dimensions) {
        try {
            return new Reply.Vectors(vectors(body, texts, dimensions));
        } catch (BadAnswer bad) {
            return new Reply.Failed(
                    Trouble.BAD_ANSWER, "the embedding provider " + host + " answered " + bad.getMessage(), null, bad);
        }
    }

    private static List<float[]> vectors(byte[] body, int texts, int dimensions) throws BadAnswer {
        JsonNode data = tree(body).path("data");
        if (!data.isArray()) {
            throw new BadAnswer("without a list \"data\"; look at QUARRY_EMBEDDING_URL");
        }
        if (data.size() != texts) {
            throw new BadAnswer("with " + data.size() + " vectors for " + texts + " texts");
        }
        float[][] byIndex = new float[texts][];
        BitSet seen = new BitSet(texts);
        for (int i = 0; i < texts; i++) {
            int index = data.get(i).path("index").asInt(i);
            if (index < 0 || index >= texts || seen.get(index)) {
                throw new BadAnswer("with the index " + index + " twice, or beyond the " + texts + " texts");
            }
            seen.set(index);
            byIndex[index] = vector(data.get(i).path("embedding"), dimensions);
        }
        return List.of(byIndex);
    }

    private static float[] vector(JsonNode numbers, int dimensions) throws BadAnswer {
        if (!numbers.isArray() || numbers.isEmpty()) {
            throw new BadAnswer("with an embedding that is no list of numbers");
        }
        if (dimensions != 0 && numbers.size() != dimensions) {
            throw new BadAnswer("with vectors of " + numbers.size() + " numbers instead of " + dimensions
                    + "; look at QUARRY_EMBEDDING_MODEL and QUARRY_EMBEDDING_DIMENSIONS");
        }
        float[] vector = new float[numbers.size()];
        boolean allZero = true;
        for (int i = 0; i < vector.length; i++) {
            JsonNode number = numbers.get(i);
            vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
            if (!Float.isFinite(vector[i])) {
                throw new BadAnswer("with a vector that holds NaN, infinity, or no number at all");
            }
            allZero &= vector[i] == 0;
        }
        if (allZero) {
            throw new BadAnswer("with a vector of zeros");
        }
        return vector;
    }

    private static JsonNode tree(byte[] body) throws BadAnswer {
        try {
            return JSON.readTree(body);
        } catch (IOException garbage) {
            // The parser's message repeats what it could not read.
            throw new BadAnswer("with something that is no JSON; look at QUARRY_EMBEDDING_URL");
        }
    }

    private static final class BadAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        BadAnswer(String what) {
            super(what);
        }
    }
}
