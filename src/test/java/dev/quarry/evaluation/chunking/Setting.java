package dev.quarry.evaluation.chunking;

import dev.quarry.chunk.ChunkSize;
import dev.quarry.chunk.ChunkingPlan;
import dev.quarry.chunk.ChunkingStrategy;
import dev.quarry.command.WrongUsage;
import dev.quarry.document.DocumentConfig;
import io.smallrye.config.WithDefault;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to cut, written {@code strategy/size/overlap}. */
record Setting(ChunkingPlan plan) {
    private static final Pattern FORM = Pattern.compile("([a-z]+)/([0-9]{1,6})/([0-9]{1,6})");

    /** @throws WrongUsage when the text is none */
    static Setting parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new WrongUsage(text + " is not of the form strategy/size/overlap, such as recursive/126/0");
        }
        ChunkingStrategy strategy = ChunkingStrategy.labelled(parts.group(1))
                .orElseThrow(() -> new WrongUsage(
                        "there is no strategy " + parts.group(1) + "; there are " + ChunkingStrategy.labels()));
        try {
            return new Setting(new ChunkingPlan(
                    strategy, new ChunkSize(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)))));
        } catch (IllegalArgumentException wrong) {
            throw new WrongUsage(text + ": " + wrong.getMessage());
        }
    }

    /** What the service takes where nobody says otherwise. */
    static Setting ofTheService() {
        return parse(defaultOf("strategy") + "/" + defaultOf("size") + "/" + defaultOf("overlap"));
    }

    /** Read from the setting itself: the library that reads settings is not whole outside of the service. */
    private static String defaultOf(String name) {
        try {
            WithDefault value = DocumentConfig.Chunking.class.getMethod(name).getAnnotation(WithDefault.class);
            return Objects.requireNonNull(value, name).value();
        } catch (NoSuchMethodException error) {
            throw new IllegalStateException(error);
        }
    }

    @Override
    public String toString() {
        return plan.strategy().label() + "/" + plan.size().tokens() + "/"
                + plan.size().overlap();
    }
}
