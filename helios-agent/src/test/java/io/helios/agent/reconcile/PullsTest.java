package io.helios.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PullsTest {
  private static final StepResult DONE = StepResult.of(new Outcome.Done());

  private final Pulls pulls = new Pulls();
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final List<String> interrupted = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    pulls.close();
  }

  private CountDownLatch end(String image) {
    return ends.computeIfAbsent(image, unknown -> new CountDownLatch(1));
  }

  /** Goes on until it is let end; then its result is put where it was asked for. */
  private Work pull(String image, List<StepResult> results) {
    return pulls.submit(
        new Step.Pull(image, null),
        () -> {
          begun.add(image);
          try {
            end(image).await();
          } catch (InterruptedException e) {
            interrupted.add(image);
          }
          return DONE;
        },
        results::add);
  }

  private static void eventually(BooleanSupplier condition) {
    await().atMost(Duration.ofSeconds(20)).until(condition::getAsBoolean);
  }

  @Test
  void two_who_want_the_same_image_share_one_pull() {
    List<StepResult> first = new CopyOnWriteArrayList<>();
    List<StepResult> second = new CopyOnWriteArrayList<>();
    pull("r.example/web:1", first);
    pull("r.example/web:1", second);
    pull("r.example/other:1", new CopyOnWriteArrayList<>());
    eventually(() -> begun.contains("r.example/other:1"));

    assertThat(begun).containsExactlyInAnyOrder("r.example/web:1", "r.example/other:1");
    end("r.example/web:1").countDown();

    eventually(() -> first.equals(List.of(DONE)) && second.equals(List.of(DONE)));
  }

  @Test
  void a_pull_goes_on_until_the_last_who_waits_gives_it_up() {
    List<StepResult> first = new CopyOnWriteArrayList<>();
    List<StepResult> second = new CopyOnWriteArrayList<>();
    Work one = pull("r.example/web:1", first);
    Work two = pull("r.example/web:1", second);
    eventually(() -> begun.size() == 1);

    assertThat(one.giveUp()).isTrue();
    pull("r.example/other:1", first);
    eventually(() -> begun.contains("r.example/other:1"));
    assertThat(interrupted).isEmpty();
    assertThat(two.giveUp()).isTrue();

    eventually(() -> interrupted.equals(List.of("r.example/web:1")));
    assertThat(first).isEmpty();
    assertThat(second).isEmpty();
  }

  @Test
  void what_was_given_up_can_be_pulled_anew() {
    pull("r.example/web:1", new CopyOnWriteArrayList<>()).giveUp();
    List<StepResult> again = new CopyOnWriteArrayList<>();
    pull("r.example/web:1", again);
    end("r.example/web:1").countDown();

    eventually(() -> again.equals(List.of(DONE)));
  }

  @Test
  void what_has_ended_cannot_be_given_up() {
    List<StepResult> results = new CopyOnWriteArrayList<>();
    Work work = pull("r.example/web:1", results);
    end("r.example/web:1").countDown();
    eventually(() -> results.size() == 1);

    assertThat(work.giveUp()).isFalse();
  }

  @Test
  void a_registry_that_does_not_answer_keeps_nobody_from_another() {
    for (int i = 0; i < 50; i++) {
      pull("hangs.example/web:" + i, new CopyOnWriteArrayList<>());
    }
    List<StepResult> fine = new CopyOnWriteArrayList<>();
    end("fine.example/web:1").countDown();
    pull("fine.example/web:1", fine);

    eventually(() -> fine.equals(List.of(DONE)));
    assertThat(begun.stream().filter(image -> image.startsWith("hangs"))).hasSizeLessThan(50);
  }
}
