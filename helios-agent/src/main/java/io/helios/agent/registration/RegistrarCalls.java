package io.helios.agent.registration;

import io.helios.serviceregistration.ServiceRegistrar;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a plugin's registrar on threads of its own, so that nobody waits longer than he wants to. A
 * call that hangs keeps its thread; when all of them hang, further calls fail at once.
 */
final class RegistrarCalls {
  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 10;

  /** What takes so many times the patience is interrupted, which ends some kinds of hanging. */
  private static final int ENOUGH = 10;

  /** Something to ask of the registrar. */
  interface Call<T> {
    T on(ServiceRegistrar registrar) throws Exception;
  }

  private final Supplier<ServiceRegistrar> source;
  private final Duration patience;
  private final Map<Thread, Long> running = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;
  private volatile @Nullable ServiceRegistrar registrar;

  RegistrarCalls(Supplier<ServiceRegistrar> source, Duration patience) {
    this.source = source;
    this.patience = patience;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "agent-registrar");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Begins a call, which ends whether or not somebody waits for it. */
  <T> CompletableFuture<T> begin(Call<T> call) throws RegistrarFailure {
    if (hanging() >= THREADS) {
      throw new RegistrarFailure("the service registrar does not answer, all calls hang", null);
    }
    return submit(() -> call.on(registrar()));
  }

  /** Waits for what was begun; it goes on if that takes too long. */
  <T> T await(CompletableFuture<T> call) throws RegistrarFailure, InterruptedException {
    try {
      return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RegistrarFailure(
          "the service registrar did not answer within %d ms".formatted(patience.toMillis()), e);
    } catch (ExecutionException e) {
      throw new RegistrarFailure("the service registrar failed: " + inWords(e.getCause()), e);
    }
  }

  /** Lets the registrar free what it holds, if there is one and it does so in time. */
  void end() throws RegistrarFailure, InterruptedException {
    if (threads.isShutdown()) {
      return;
    }
    try {
      if (hanging() < THREADS) {
        await(submit(this::close));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private synchronized boolean close() {
    ServiceRegistrar made = registrar;
    if (made != null) {
      made.close();
    }
    return made != null;
  }

  private synchronized ServiceRegistrar registrar() {
    ServiceRegistrar made = registrar;
    if (made == null) {
      made = source.get();
      registrar = made;
    }
    return made;
  }

  private <T> CompletableFuture<T> submit(Callable<T> call) throws RegistrarFailure {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      threads.execute(() -> run(call, result));
    } catch (RejectedExecutionException e) {
      throw new RegistrarFailure("the service registrar is closed", e);
    }
    return result;
  }

  private <T> void run(Callable<T> call, CompletableFuture<T> result) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    running.put(thread, System.nanoTime());
    try {
      thread.setContextClassLoader(classes(before));
      result.complete(call.call());
    } catch (Exception | Error e) {
      result.completeExceptionally(e);
    } finally {
      running.remove(thread);
      thread.setContextClassLoader(before);
    }
  }

  /** Libraries look for their parts there: they are to find the plugin's own. */
  private ClassLoader classes(ClassLoader otherwise) {
    ServiceRegistrar made = registrar;
    return made == null ? otherwise : made.getClass().getClassLoader();
  }

  private long hanging() {
    long now = System.nanoTime();
    long limit = patience.toNanos();
    running.forEach(
        (thread, since) -> {
          if (now - since > limit * ENOUGH) {
            thread.interrupt();
          }
        });
    return running.values().stream().filter(since -> now - since > limit).count();
  }

  private static String inWords(@Nullable Throwable cause) {
    if (cause == null) {
      return "without a reason";
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getName() : message;
  }
}
