package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.HostImage;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that an engine keeps, and the disk that they lie on. */
final class EngineImages {
  private static final Logger log = LoggerFactory.getLogger(EngineImages.class);
  private static final String NAMELESS = "<none>:<none>";

  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineFailures failures;
  private final EngineConnection.Limits limits;
  private final boolean local;

  EngineImages(EngineConnection engine) {
    this.client = engine.client();
    this.calls = engine.calls();
    this.failures = engine.failures();
    this.limits = engine.limits();
    this.local = engine.endpoint().remoteHost().isEmpty();
  }

  Optional<String> id(String image) throws RuntimeFailure {
    return calls.call(
        "look for the image " + image,
        limits.call(),
        () -> {
          try {
            return Optional.of(client.inspectImageCmd(image).exec().getId());
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  List<HostImage> all() throws RuntimeFailure {
    // A container that is made after its image was listed only makes the engine refuse a removal.
    List<Image> listed =
        calls.call("list the images", limits.slow(), () -> client.listImagesCmd().exec());
    Set<String> used =
        calls
            .call(
                "list the containers",
                limits.call(),
                () -> client.listContainersCmd().withShowAll(true).exec())
            .stream()
            .map(Container::getImageId)
            .collect(Collectors.toSet());
    return listed.stream()
        .map(
            image ->
                new HostImage(
                    image.getId(),
                    new HashSet<>(names(image.getRepoTags())),
                    image.getSize() == null ? 0 : image.getSize(),
                    used.contains(image.getId())))
        .toList();
  }

  private static List<String> names(String @Nullable [] tags) {
    return tags == null
        ? List.of()
        : Arrays.stream(tags).filter(tag -> !tag.equals(NAMELESS)).toList();
  }

  /**
   * By its identity, since a name may mean another image by now. As long as it has several names
   * the engine takes names only: all but the last are taken from it first.
   */
  void remove(String id) throws RuntimeFailure {
    String doing = "remove the image " + id;
    try {
      calls.answer(
          doing,
          limits.slow(),
          calls.begin(
              () -> {
                requireUnused(id);
                List<String> names = new ArrayList<>(names(tags(id)));
                while (names.size() > 1) {
                  client.removeImageCmd(names.remove(names.size() - 1)).exec();
                }
                client.removeImageCmd(id).exec();
                return true;
              }));
    } catch (ExecutionException e) {
      Throwable cause = EngineCalls.cause(e);
      if (cause instanceof NotFoundException) {
        log.debug("the image {} is gone already", id);
      } else if (cause instanceof ConflictException) {
        throw new RuntimeFailure(
            Kind.REFUSED, "cannot " + doing + ": " + EngineFailures.said(cause), cause);
      } else {
        throw failures.of(doing, cause);
      }
    }
  }

  /** Names would be taken from it without a word although a container uses it. */
  private void requireUnused(String id) {
    boolean used =
        client.listContainersCmd().withShowAll(true).exec().stream()
            .anyMatch(container -> id.equals(container.getImageId()));
    if (used) {
      throw new ConflictException("a container uses it");
    }
  }

  private String @Nullable [] tags(String id) {
    List<String> tags = client.inspectImageCmd(id).exec().getRepoTags();
    return tags == null ? null : tags.toArray(new String[0]);
  }

  /** Where the engine says it keeps them, if that is a directory of this very machine. */
  Optional<DiskUse> disk() throws RuntimeFailure {
    if (!local) {
      return Optional.empty();
    }
    String root =
        calls.call(
            "ask where images are kept",
            limits.call(),
            () -> client.infoCmd().exec().getDockerRootDir());
    if (root == null || !Files.isDirectory(Path.of(root))) {
      return Optional.empty(); // In a container the agent sees another disk.
    }
    try {
      FileStore store = Files.getFileStore(Path.of(root));
      return Optional.of(
          new DiskUse(store.getTotalSpace() - store.getUnallocatedSpace(), store.getUsableSpace()));
    } catch (IOException e) {
      log.debug("the disk of {} cannot be looked at", root, e);
      return Optional.empty();
    }
  }
}
