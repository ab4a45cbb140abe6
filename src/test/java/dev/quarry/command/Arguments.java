package dev.quarry.command;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command's arguments, read one after the other. */
public final class Arguments {
    private final Iterator<String> left;
    private final String usage;

    /** @param usage ends the messages of what is wrong */
    public Arguments(List<String> given, String usage) {
        this.left = given.iterator();
        this.usage = usage;
    }

    public boolean areLeft() {
        return left.hasNext();
    }

    public String next() {
        return left.next();
    }

    /** @throws WrongUsage when nothing stands behind the option */
    public String valueOf(String option) {
        if (!left.hasNext()) {
            throw new WrongUsage(option + " needs a value\n\n" + usage);
        }
        return left.next();
    }

    /** @throws WrongUsage when no whole number above 0 stands behind the option */
    public int positive(String option) {
        String value = valueOf(option);
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new WrongUsage(option + " must be a whole number above 0, not " + value);
        }
        return Integer.parseInt(value);
    }

    /**
     * The one argument that is no option.
     *
     * @throws WrongUsage when it is an option, or there was one {@code before}
     */
    public Path folder(@Nullable Path before, String argument) {
        if (argument.startsWith("-") || before != null) {
            throw notUnderstood(argument);
        }
        return Path.of(argument);
    }

    public WrongUsage notUnderstood(String argument) {
        return new WrongUsage("not understood: " + argument + "\n\n" + usage);
    }
}
