package io.helios.agent.reconcile;

import io.helios.agent.condition.Conditions;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at containers, off the deciding thread. */
final class EngineLooks {
  private static final Logger log = LoggerFactory.getLogger(EngineLooks.class);

  /** Gets told what was found; must return quickly. */
  interface Listener {
    void saw(Look look);

    void sawAll(long tick, List<Observed> all);

    /** The engine did not answer. */
    void blind();
  }

  /** Something that is done to a container. */
  interface Deed {
    void run() throws RuntimeFailure;
  }

  /** The last that was heard of a container while something is done to it; null for nothing. */
  private record Heard(long tick, @Nullable Listener listener) {
    static final Heard NOTHING = new Heard(-1, null);
  }

  private final ContainerRuntime runtime;
  private final String hostId;
  private final Executor looker;
  private final Conditions conditions;
  private final AtomicLong ticks = new AtomicLong();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final Map<ContainerId, Heard> inHand = new ConcurrentHashMap<>();

  EngineLooks(ContainerRuntime runtime, String hostId, Executor looker, Conditions conditions) {
    this.runtime = runtime;
    this.hostId = hostId;
    this.looker = looker;
    this.conditions = conditions;
  }

  /** A number greater than all before it. */
  long tick() {
    return ticks.incrementAndGet();
  }

  /**
   * Looks at one container, on the caller's thread. One of another agent counts as not there: the
   * engine tells of the containers of all its agents.
   */
  Look at(ContainerId id) throws RuntimeFailure {
    long tick = tick();
    Optional<Observed> found =
        runtime.inspect(id).filter(container -> container.task().hostId().equals(hostId));
    return new Look(tick, id, found.orElse(null));
  }

  /**
   * Does something to a container and looks at it, on the caller's thread. What the engine tells of
   * it meanwhile leads to one more look only if it comes after that one has begun.
   */
  Look after(ContainerId id, Deed deed) throws RuntimeFailure {
    long begun = -1;
    inHand.put(id, Heard.NOTHING);
    try {
      deed.run();
      Look look = at(id);
      begun = look.tick();
      return look;
    } finally {
      Heard heard = inHand.remove(id);
      if (heard != null && heard.listener() != null && heard.tick() > begun) {
        look(id, heard.listener());
      }
    }
  }

  /** Looks at one container and tells. */
  void look(ContainerId id, Listener listener) {
    if (inHand.computeIfPresent(id, (same, before) -> new Heard(tick(), listener)) != null) {
      return;
    }
    looker.execute(
        () -> {
          try {
            listener.saw(at(id));
          } catch (RuntimeFailure e) {
            log.debug("Cannot look at container {}", id, e);
            listener.blind();
          } catch (RuntimeException | Error e) {
            log.error("Cannot look at container {}", id, e);
            listener.blind();
          }
        });
  }

  /** Looks at all of them and tells; one look that has not begun yet serves everyone who asks. */
  void lookAtAll(Listener listener) {
    if (!waiting.compareAndSet(false, true)) {
      return;
    }
    looker.execute(
        () -> {
          waiting.set(false);
          long tick = tick();
          try {
            List<Observed> all = runtime.list(hostId);
            conditions.end(Conditions.ENGINE);
            listener.sawAll(tick, all);
          } catch (RuntimeFailure e) {
            log.debug("Cannot list the containers", e);
            conditions.begin(
                Conditions.ENGINE,
                e.getMessage() + "; containers run on unattended until it answers");
            listener.blind();
          } catch (RuntimeException | Error e) {
            log.error("Cannot look at the containers", e);
            listener.blind();
          }
        });
  }
}
