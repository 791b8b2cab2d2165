package dev.tenon.server.http;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open connections, in the order in which they may be given up: those between two requests, then those that are still
 * sending one, each the longest first. A connection that is being answered is never given up. Thread-safe.
 */
final class Connections {
    private final int most;

    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Channel> idle = new LinkedHashSet<>();
    private final Set<Channel> sending = new LinkedHashSet<>();
    private final Set<Channel> answered = new LinkedHashSet<>();
    private long opened;
    private long evicted;
    private long refused;

    Connections(int most) {
        this.most = most;
    }

    /**
     * Takes in a connection, for which the first in order is closed where there is no room.
     *
     * @return false when there is no room and every connection is being answered
     */
    boolean admit(Channel channel) {
        Channel victim = null;
        lock.lock();
        try {
            if (open() >= most) {
                victim = first(idle.isEmpty() ? sending : idle);
                if (victim == null) {
                    refused++;
                    return false;
                }
                evicted++;
            }
            opened++;
            idle.add(channel);
        } finally {
            lock.unlock();
        }
        channel.closeFuture().addListener(closed -> forget(channel));
        if (victim != null) {
            victim.close();
        }
        return true;
    }

    private static @Nullable Channel first(Set<Channel> channels) {
        Iterator<Channel> oldest = channels.iterator();
        if (!oldest.hasNext()) {
            return null;
        }
        Channel channel = oldest.next();
        oldest.remove();
        return channel;
    }

    /** The first byte of a request came. */
    void sending(Channel channel) {
        move(channel, idle, sending);
    }

    /** A request of the connection is being answered. */
    void answering(Channel channel) {
        move(channel, idle, answered);
        move(channel, sending, answered);
    }

    /** Nothing of the connection is being answered any more. */
    void waiting(Channel channel) {
        move(channel, answered, idle);
    }

    private void move(Channel channel, Set<Channel> from, Set<Channel> to) {
        lock.lock();
        try {
            if (from.remove(channel)) {
                to.add(channel);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(Channel channel) {
        lock.lock();
        try {
            idle.remove(channel);
            sending.remove(channel);
            answered.remove(channel);
        } finally {
            lock.unlock();
        }
    }

    private int open() {
        return idle.size() + sending.size() + answered.size();
    }

    ConnectionCounts counts() {
        lock.lock();
        try {
            return new ConnectionCounts(open(), sending.size(), answered.size(), opened, evicted, refused);
        } finally {
            lock.unlock();
        }
    }
}
