package dev.quarry.job;

/** Performs the tasks of one kind. A bean of this type is all that a new kind of job needs. */
public interface TaskHandler {
    /** The kind of task; one handler a kind. */
    String kind();

    /**
     * Performs one task, on a virtual thread that may wait. The same task may be performed again, when its worker was taken
     * for dead. An exception is a {@link TaskOutcome.Failed}.
     */
    TaskOutcome perform(Task task);
}
