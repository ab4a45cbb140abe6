package dev.quarry.search.rerank;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quarry.search.rerank.RerankConfig.Protocol;
import dev.quarry.search.rerank.Reranking.Judged;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes a request in either protocol; reads an answer of either, and believes none of it. */
final class RerankBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RerankBody() {}

    /** {@code {model, query, documents, top_n}}, or TEI's {@code {query, texts}}. */
    static byte[] write(Protocol protocol, Optional<String> model, String query, List<String> passages) {
        ObjectNode body = JSON.createObjectNode();
        switch (protocol) {
            case COHERE -> {
                model.ifPresent(name -> body.put("model", name));
                body.put("query", query);
                passages.forEach(body.putArray("documents")::add);
                body.put("top_n", passages.size());
                // Jina sends the texts back otherwise.
                body.put("return_documents", false);
            }
            case TEI -> {
                body.put("query", query);
                passages.forEach(body.putArray("texts")::add);
                body.put("truncate", true);
            }
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads {@code {"results": [{"index", "relevance_score"}]}}, or TEI's {@code [{"index", "score"}]}.
     *
     * @param passages how many were sent
     * @return nothing where the answer has neither form, or a place twice, or a score that is no number
     */
    static Optional<List<Judged>> read(byte[] body, int passages) {
        JsonNode root = tree(body);
        JsonNode results = root.isArray() ? root : root.path("results");
        if (!results.isArray() || results.isEmpty() || results.size() > passages) {
            return Optional.empty();
        }
        List<Judged> judged = new ArrayList<>(results.size());
        BitSet seen = new BitSet(passages);
        for (JsonNode result : results) {
            JsonNode index = result.path("index");
            JsonNode score = result.has("relevance_score") ? result.get("relevance_score") : result.path("score");
            boolean right = index.isInt() && index.asInt() >= 0 && index.asInt() < passages && score.isNumber();
            if (!right || !Double.isFinite(score.asDouble()) || seen.get(index.asInt())) {
                return Optional.empty();
            }
            seen.set(index.asInt());
            judged.add(new Judged(index.asInt(), score.asDouble()));
        }
        judged.sort(Comparator.comparingDouble(Judged::score).reversed().thenComparingInt(Judged::index));
        return Optional.of(judged);
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException garbage) {
            return JSON.missingNode();
        }
    }
}
