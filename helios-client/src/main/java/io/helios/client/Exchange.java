package io.helios.client;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.client.transport.Reply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Sends requests and reads their answers in the background. */
final class Exchange implements AutoCloseable {
  private static final int THREADS = 16;

  private final Sender sender;
  private final ExecutorService executor;

  Exchange(Sender sender) {
    this.sender = sender;
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "helios-client");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    this.executor = threads;
  }

  <T> CompletableFuture<T> send(Request request, Function<Reply, T> read) {
    return CompletableFuture.supplyAsync(() -> read.apply(sender.send(request)), executor);
  }

  /** As {@link Answers#value(Reply, TypeReference)}. */
  <T> CompletableFuture<T> value(Request request, TypeReference<T> type) {
    return send(request, reply -> Answers.value(reply, type));
  }

  /** As {@link Answers#found}. */
  <T> CompletableFuture<Optional<T>> found(Request request, TypeReference<T> type) {
    return send(request, reply -> Answers.found(reply, type));
  }

  /** As {@link Answers#response}. */
  <T> CompletableFuture<T> response(Request request, Class<T> type) {
    return send(request, reply -> Answers.response(reply, type));
  }

  /** Abandons what is under way; its futures fail. */
  @Override
  public void close() {
    sender.close();
    executor.shutdownNow();
  }
}
