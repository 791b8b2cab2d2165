package dev.tenon.server.generation;

/**
 * Takes the replies to one request. Called on the threads of its replies, one call at a time but for {@link #awaitReady}: replies
 * run beside each other, and their pieces come in any order. Ends with {@link #onDone} or {@link #onFailure}, unless the request
 * was cancelled, after which nothing more may come.
 */
public interface ReplyListener {
    /**
     * A piece of a reply.
     *
     * @param choice which reply, from 0
     */
    void onEvent(int choice, ReplyEvent event);

    /**
     * Waits until more pieces can be taken. Called by each reply's thread for itself.
     *
     * @return false when nobody wants them any more
     */
    boolean awaitReady() throws InterruptedException;

    /** Every reply is finished. */
    void onDone(ReplyUsage usage);

    /** The engine, or something else of ours, failed; or the request was ended, with a {@link RefusedException}. */
    void onFailure(Throwable cause);
}
