package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs commands inside of containers and waits for their end, within limits. */
final class ExecRun {
  private static final Logger log = LoggerFactory.getLogger(ExecRun.class);

  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineFailures failures;
  private final Duration limit;
  private final boolean local;

  /** Given up before the engine had begun them, by exec id: it may begin them yet. */
  private final Map<String, ContainerId> unbegun = new ConcurrentHashMap<>();

  ExecRun(EngineConnection engine) {
    this.client = engine.client();
    this.calls = engine.calls();
    this.failures = engine.failures();
    this.limit = engine.limits().call();
    // Only then may the engine's processes be those of this host.
    this.local = engine.endpoint().remoteHost().isEmpty();
  }

  /** The exit code; a command that does not end in time is killed, or left to itself. */
  int run(ContainerId id, List<String> command, Duration commandLimit) throws RuntimeFailure {
    String doing = "run a command in container " + id;
    endUnbegun();
    String exec = calls.call(doing, limit, () -> created(id, command));
    try (var output = client.execStartCmd(exec).exec(new ResultCallback.Adapter<Frame>())) {
      if (!ended(output, commandLimit)) {
        unbegun.put(exec, id);
        endUnbegun();
        throw new RuntimeFailure(
            Kind.BROKEN, "the command did not end within " + commandLimit.toMillis() + " ms", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(doing, e);
    } catch (IOException e) {
      throw failures.of(doing, e);
    }
    Long code =
        calls.call(
            doing,
            limit,
            () ->
                Objects.requireNonNullElse(
                    client.inspectExecCmd(exec).exec().getExitCodeLong(), -1L));
    return code.intValue();
  }

  /**
   * Ends what has begun after all. A busy engine may begin a command at any time after its limit;
   * so each further command of any container looks again, until the engine knows how it ended.
   */
  private void endUnbegun() {
    for (Map.Entry<String, ContainerId> left : List.copyOf(unbegun.entrySet())) {
      try {
        InspectExecResponse exec =
            calls.call(
                "look at a command that was given up",
                limit,
                () -> client.inspectExecCmd(left.getKey()).exec());
        boolean running = Boolean.TRUE.equals(exec.isRunning());
        if (running) {
          end(left.getValue(), exec);
        }
        if (running || exec.getExitCodeLong() != null) {
          unbegun.remove(left.getKey());
        }
      } catch (RuntimeFailure e) {
        if (e.kind() != Kind.UNAVAILABLE) {
          unbegun.remove(left.getKey()); // Gone with its container.
        }
        log.debug("a command in container {} cannot be looked at", left.getValue(), e);
      }
    }
  }

  private String created(ContainerId id, List<String> command) {
    return client
        .execCreateCmd(id.value())
        .withCmd(command.toArray(new String[0]))
        .withAttachStdout(true)
        .withAttachStderr(true)
        .exec()
        .getId();
  }

  /** An output that breaks off is no failure: the exit code tells. */
  private static boolean ended(ResultCallback.Adapter<Frame> output, Duration commandLimit)
      throws InterruptedException {
    try {
      return output.awaitCompletion(commandLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException brokenOff) {
      log.debug("the output of a command broke off", brokenOff);
      return true;
    }
  }

  /**
   * Kills what hangs, with all it has started: else every check would leave another process behind.
   * The engine has no call for it. Its process id is taken at its word only if this host's process
   * of that number belongs to the container; where it cannot be seen, the command is left alone.
   */
  private void end(ContainerId container, InspectExecResponse exec) {
    Long pid = exec.getPidLong();
    if (!local || pid == null || pid <= 1) {
      return;
    }
    try {
      if (!Files.readString(Path.of("/proc", pid.toString(), "cgroup"))
          .contains(container.value())) {
        return;
      }
      ProcessHandle.of(pid)
          .ifPresent(
              process -> {
                List<ProcessHandle> all = process.descendants().toList();
                process.destroyForcibly();
                all.forEach(ProcessHandle::destroyForcibly);
              });
    } catch (IOException | SecurityException e) {
      log.debug("a command that hangs in container {} cannot be killed", container, e);
    }
  }
}
