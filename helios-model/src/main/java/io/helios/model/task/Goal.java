package io.helios.model.task;

/** What a deployment is meant to become. */
public enum Goal {
  /** Keep a container running. */
  START,
  /** Keep the deployment, with its ports, but no container. */
  STOP,
  /** Remove container and deployment. */
  UNDEPLOY
}
