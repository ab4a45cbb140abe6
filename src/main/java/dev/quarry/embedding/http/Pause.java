package dev.quarry.embedding.http;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
interface Pause {
    void sleep(Duration time) throws InterruptedException;
}
