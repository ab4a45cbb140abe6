package dev.quarry.session.answer;

import dev.quarry.session.answer.Provenance.Kind;
import dev.quarry.session.chat.ChatModel;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes an answer of what was found: by the model where there is one, of the documents' own sentences where not. */
@ApplicationScoped
class Wording {
    private final ChatModel model;
    private final ExtractiveAnswers extractive;
    private final GeneratedAnswers generated;

    Wording(ChatModel model, ExtractiveAnswers extractive, GeneratedAnswers generated) {
        this.model = model;
        this.extractive = extractive;
        this.generated = generated;
    }

    Multi<AnswerEvent> answer(Question question, Retrieved retrieved) {
        if (retrieved.passages().isEmpty()) {
            return Multi.createFrom().iterable(nothing(retrieved.query()));
        }
        return model.isSetUp() ? generated.answer(question, retrieved) : extractive.answer(question, retrieved);
    }

    /** The model is not asked: all that it could say would be without support. */
    private static List<AnswerEvent> nothing(String query) {
        Provenance provenance = new Provenance(Kind.EXTRACTIVE, false, false, query, null, List.of(), null, 0);
        return List.of(
                new AnswerEvent.Token(Answer.NOTHING_FOUND),
                new AnswerEvent.Done(new Answer(Answer.NOTHING_FOUND, provenance)));
    }
}
