package dev.quarry.benchmark;

import dev.quarry.command.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What every benchmark over a large corpus is asked: whether it is to be brief, and what must come out. */
record Extent(boolean brief, List<Goal> goals) {

    /** @param measured names that a goal may have */
    static Extent parse(List<String> given, Set<String> measured, String usage) {
        Arguments arguments = new Arguments(given, usage);
        boolean brief = false;
        List<Goal> goals = new ArrayList<>();
        while (arguments.areLeft()) {
            String argument = arguments.next();
            if (argument.equals("--short")) {
                brief = true;
            } else if (argument.equals("--require") && arguments.areLeft()) {
                goals.add(Goal.parse(arguments.next(), measured, usage));
            } else {
                throw arguments.notUnderstood(argument);
            }
        }
        return new Extent(brief, goals);
    }
}
