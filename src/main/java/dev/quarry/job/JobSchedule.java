package dev.quarry.job;

import dev.quarry.postgres.Database;
import dev.quarry.postgres.Notifications;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** This instance's worker: begins with the service, is woken by the clock and by notifications, ends before the pools do. */
@ApplicationScoped
public class JobSchedule {
    private static final Logger LOG = Logger.getLogger(JobSchedule.class);
    private static final int REMOVED_AT_ONCE = 20;

    private final Database database;
    private final Notifications notifications;
    private final JobConfig config;
    private final JobWorker worker;
    private volatile boolean open;

    JobSchedule(
            Database database,
            Notifications notifications,
            JobConfig config,
            JobMetrics metrics,
            @All List<TaskHandler> handlers) {
        this.database = database;
        this.notifications = notifications;
        this.config = config;
        this.worker = new JobWorker(database, handlers, config, metrics, owner());
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role) {
        if (role.role().works()) {
            worker.open();
            open = true;
            notifications.listen(Jobs.CHANNEL, worker::wake);
        }
    }

    void stopClaiming(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        open = false;
        worker.stopClaiming();
    }

    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        worker.close();
    }

    @Scheduled(every = "${quarry.job.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void wake() {
        worker.wake();
    }

    /** Instances may do so at once: each takes jobs that no other has. */
    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void removeOldJobs() {
        if (!open) {
            return;
        }
        int removed;
        do {
            removed = database.workerWrite(
                            RowScope.EVERY_TENANT,
                            config.writeDeadline(),
                            connection -> JobSql.remove(connection, config.keep(), REMOVED_AT_ONCE))
                    .await()
                    .indefinitely();
            if (removed > 0) {
                LOG.infof("jobs_removed count=%d", removed);
            }
        } while (removed == REMOVED_AT_ONCE && open);
    }

    private static String owner() {
        return host() + ":" + ProcessHandle.current().pid() + ":"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown-host";
        }
    }
}
