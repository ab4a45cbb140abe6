package dev.quarry.embedding.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How texts are cut into requests.
 *
 * @param mostTexts in a request
 * @param mostTokens of a request's texts together; a text that is larger goes alone
 * @param tokens counts a text's
 */
public record Batches(int mostTexts, int mostTokens, ToIntFunction<String> tokens) {
    /** @return the texts in order, in requests of at least one */
    List<List<String>> of(List<String> texts) {
        List<List<String>> batches = new ArrayList<>();
        int begin = 0;
        long size = 0;
        for (int i = 0; i < texts.size(); i++) {
            int next = tokens.applyAsInt(texts.get(i));
            if (i > begin && (i - begin == mostTexts || size + next > mostTokens)) {
                batches.add(texts.subList(begin, i));
                begin = i;
                size = 0;
            }
            size += next;
        }
        if (begin < texts.size()) {
            batches.add(texts.subList(begin, texts.size()));
        }
        return batches;
    }
}
