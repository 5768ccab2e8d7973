import { buildBusyboxImage } from "../shared/busybox-image.ts";

/** The images of the service's task definitions, by what they are to show. */
export const IMAGES = {
  first: "portreeve-steady-service:1",
  /** Names a command that is not in it: its containers are created, and cannot be started. */
  broken: "portreeve-steady-service:2",
  second: "portreeve-steady-service:3",
} as const;

const serving = (version: number): readonly string[] => [
  'RUN ["/bin/mkdir", "-p", "/www"]',
  `RUN ["/bin/sh", "-c", "echo version ${version} > /www/index.html"]`,
  // A shell that ends at once on TERM; as the first process of a container httpd itself would not.
  `CMD ["/bin/sh", "-c", "trap 'exit 0' TERM; httpd -f -p 8080 -h /www & wait"]`,
];

/** Builds {@link IMAGES}. */
export const buildImages = (): void => {
  buildBusyboxImage(IMAGES.first, serving(1));
  buildBusyboxImage(IMAGES.broken, ['CMD ["/bin/forgotten"]']);
  buildBusyboxImage(IMAGES.second, serving(3));
};
