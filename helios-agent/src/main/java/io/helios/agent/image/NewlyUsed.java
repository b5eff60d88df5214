package io.helios.agent.image;

import io.helios.agent.reconcile.StepWatcher;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Names of images that steps have found or fetched, until they are taken note of. */
public final class NewlyUsed implements StepWatcher {
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  @Override
  public void ended(Step step, Outcome outcome, Duration took) {
    if (!(outcome instanceof Outcome.Done)) {
      return;
    }
    if (step instanceof Step.FindImage found) {
      names.add(found.image());
    } else if (step instanceof Step.Pull pull) {
      names.add(pull.image());
    } else if (step instanceof Step.Create create && create.job().image() != null) {
      names.add(create.job().image());
    }
  }

  Set<String> names() {
    return Set.copyOf(names);
  }

  boolean areAny() {
    return !names.isEmpty();
  }

  void noted(Set<String> these) {
    names.removeAll(these);
  }
}
