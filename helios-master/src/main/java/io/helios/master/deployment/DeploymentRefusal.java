package io.helios.master.deployment;

import io.helios.model.host.Cordon;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.function.Function;

/** Why nothing was changed on a host. */
public sealed interface DeploymentRefusal {
  /** Told apart for the published answers. */
  enum Kind {
    JOB_NOT_FOUND,
    FORBIDDEN,
    HOST_NOT_FOUND,
    ALREADY_DEPLOYED,
    PORT_CONFLICT,
    HOST_CORDONED,
    NOT_DEPLOYED
  }

  Kind kind();

  /** For the one who asked: what is in the way. */
  String message();

  /** The refusal as a published status. */
  default <S> S as(Function<Kind, S> status) {
    return status.apply(kind());
  }

  record JobNotFound(JobId job) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.JOB_NOT_FOUND;
    }

    @Override
    public String message() {
      return "No job " + job + " is known";
    }
  }

  /** The token is not the job's. */
  record Forbidden(JobId job) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.FORBIDDEN;
    }

    @Override
    public String message() {
      return "The token is not that of " + job;
    }
  }

  /** No host of that name is registered; the name need not even be a legal one. */
  record HostNotFound(String host) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.HOST_NOT_FOUND;
    }

    @Override
    public String message() {
      return "No host " + host + " is registered";
    }
  }

  record AlreadyDeployed(HostName host, JobId job) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.ALREADY_DEPLOYED;
    }

    @Override
    public String message() {
      return job + " is deployed on " + host + " already";
    }
  }

  /**
   * Another job of the host holds a static port.
   *
   * @param port such as {@code 80/tcp}
   */
  record PortConflict(HostName host, String port, JobId holder) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.PORT_CONFLICT;
    }

    @Override
    public String message() {
      return "Port " + port + " of " + host + " is held by " + holder;
    }
  }

  /** Nothing new may be deployed on the host. */
  record HostCordoned(HostName host, Cordon cordon) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.HOST_CORDONED;
    }

    @Override
    public String message() {
      return "Host " + host + " is " + cordon.describe();
    }
  }

  record NotDeployed(HostName host, JobId job) implements DeploymentRefusal {
    @Override
    public Kind kind() {
      return Kind.NOT_DEPLOYED;
    }

    @Override
    public String message() {
      return job + " is not deployed on " + host;
    }
  }
}
