package dev.quarry.document.hostile;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Follows how much of the heap is left in use by each garbage collection. */
final class LiveHeap implements NotificationListener, AutoCloseable {
    private final AtomicLong most = new AtomicLong();
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    private LiveHeap() {}

    static LiveHeap watch() {
        LiveHeap heap = new LiveHeap();
        for (NotificationEmitter collector : collectors()) {
            collector.addNotificationListener(heap, null, null);
        }
        return heap;
    }

    /** Bytes in use after a full collection. */
    static long afterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The most bytes that a collection has left. */
    long most() {
        return most.get();
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        GcInfo collection = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                .getGcInfo();
        long left = collection.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .map(Map.Entry::getValue)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        most.accumulateAndGet(left, Math::max);
    }

    @Override
    public void close() {
        for (NotificationEmitter collector : collectors()) {
            try {
                collector.removeNotificationListener(this);
            } catch (ListenerNotFoundException gone) {
                throw new IllegalStateException(gone);
            }
        }
    }

    private static List<NotificationEmitter> collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(NotificationEmitter.class::isInstance)
                .map((GarbageCollectorMXBean collector) -> (NotificationEmitter) collector)
                .toList();
    }
}
