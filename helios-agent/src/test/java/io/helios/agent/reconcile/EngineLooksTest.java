package io.helios.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.agent.condition.Conditions;
import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.fixtures.SimulatedRuntime.Operation;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks that the engine's events ask for while a step looks by itself. */
class EngineLooksTest {
  private static final String HOST = "H";

  private final SimulatedRuntime engine = new SimulatedRuntime(Clock.systemUTC());
  private final EngineLooks looks =
      new EngineLooks(hooked(), HOST, Runnable::run, new Conditions());
  private final Seen seen = new Seen();
  private Runnable afterInspecting = () -> {};
  private ContainerId container;

  @BeforeEach
  void create() throws Exception {
    engine.addImage("sim/ok:1");
    Job job = JobHash.identify(Job.newBuilder("web", "1").setImage("sim/ok:1").build());
    TaskLabels task = new TaskLabels(HOST, job.id(), 1, 1);
    container = engine.create(new ContainerSpec("web", task, job, Map.of(), Map.of()));
    engine.onEvent(changed -> changed.ifPresent(id -> looks.look(id, seen)));
  }

  /** The simulated engine; something may happen just when an inspection has been answered. */
  private ContainerRuntime hooked() {
    return (ContainerRuntime)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ContainerRuntime.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(engine, arguments);
                if (method.getName().equals("inspect")) {
                  Runnable hook = afterInspecting;
                  afterInspecting = () -> {};
                  hook.run();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void what_a_step_does_is_looked_at_once_by_the_step_itself() throws Exception {
    Look look = looks.after(container, () -> engine.start(container));

    assertThat(look.found().phase()).isEqualTo(Phase.RUNNING);
    assertThat(engine.calls(Operation.INSPECT)).isEqualTo(1);
    assertThat(seen.looks).isEmpty();
  }

  @Test
  void what_happens_after_the_steps_own_look_is_looked_at_too() throws Exception {
    afterInspecting = () -> engine.kill(container, 3);

    Look own = looks.after(container, () -> engine.start(container));

    assertThat(own.found().phase()).isEqualTo(Phase.RUNNING);
    assertThat(seen.looks).hasSize(1);
    assertThat(seen.looks.get(0).found().exitCode()).isEqualTo(3);
    assertThat(seen.looks.get(0).tick()).isGreaterThan(own.tick());
  }

  @Test
  void what_happens_during_a_step_that_fails_is_looked_at() {
    RuntimeFailure failure = new RuntimeFailure(RuntimeFailure.Kind.BROKEN, "broken", null);

    assertThatThrownBy(
            () ->
                looks.after(
                    container,
                    () -> {
                      engine.start(container);
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(seen.looks).hasSize(1);
  }

  @Test
  void after_the_step_every_event_counts_again() throws Exception {
    looks.after(container, () -> engine.start(container));

    engine.kill(container, 1);

    assertThat(seen.looks).hasSize(1);
  }

  @Test
  void another_container_is_looked_at_all_the_same() throws Exception {
    ContainerId other = new ContainerId("0".repeat(63) + "9");

    looks.after(container, () -> looks.look(other, seen));

    assertThat(seen.looks).extracting(Look::id).containsExactly(other);
  }

  private static final class Seen implements EngineLooks.Listener {
    private final List<Look> looks = new ArrayList<>();

    @Override
    public void saw(Look look) {
      looks.add(look);
    }

    @Override
    public void sawAll(long tick, List<Observed> all) {
      throw new AssertionError("nobody asked for all");
    }

    @Override
    public void blind() {
      throw new AssertionError("the engine answers");
    }
  }
}
