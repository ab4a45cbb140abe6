package dev.quarry.postgres.pool;

import java.util.ArrayList;
import java.util.List;

/** What a change of a pool's state causes outside its monitor, in order. */
final class Aftermath {
    private final List<Runnable> actions = new ArrayList<>(4);

    void add(Runnable action) {
        actions.add(action);
    }

    void perform() {
        actions.forEach(Runnable::run);
    }
}
