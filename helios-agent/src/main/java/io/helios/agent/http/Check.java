package io.helios.agent.http;

import java.util.Optional;

/** Something that has to be well for the agent to do its work. */
public interface Check {
  /** What is wrong, fit for an operator; empty when all is well. May block for seconds. */
  Optional<String> complaint();
}
