import type { System } from '../../contract/index.ts';
import { haveImage } from '../images/have-image.ts';
import { imageName, type ImageSettings, type PublicImage } from '../images/image-settings.ts';
import type { Engine } from '../images/open-engine.ts';
import { systemImage } from '../images/system-image.ts';
import { docker } from './docker.ts';
import { kindCommand } from './kind-command.ts';
import type { KindCluster } from './open-kind-cluster.ts';

const loadTimeoutMs = 600_000;

export type NodeImagesOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly cluster: KindCluster;
  /** The path of kind. */
  readonly kind: string;
  readonly engine: Engine;
  readonly settings: ImageSettings;
};

/** Sees to it that the nodes of a cluster have images; one image is built or loaded at a time, and once. */
export class NodeImages {
  readonly #options: NodeImagesOptions;
  readonly #there = new Map<string, Promise<string>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: NodeImagesOptions) {
    this.#options = options;
  }

  /** Gives the image of a system, with its broken variants where it is one, built and on every node. */
  async ofSystem(system: System): Promise<string> {
    const { engine, root, settings } = this.#options;
    return await this.#once(`${system.name} ${system.start.local.args.join(' ')}`, async () => {
      return await systemImage(engine, { root, system, settings });
    });
  }

  /** Gives the name of a public image, there and on every node. */
  async public(image: PublicImage): Promise<string> {
    const { engine, settings } = this.#options;
    return await this.#once(image, async () => {
      const name = imageName(image, settings);
      await haveImage(engine, name, settings);
      return name;
    });
  }

  async #once(key: string, find: () => Promise<string>): Promise<string> {
    const loading =
      this.#there.get(key) ??
      this.#last.then(async () => {
        const image = await find();
        await this.#load(image);
        return image;
      });
    this.#there.set(key, loading);
    this.#last = loading.catch(() => undefined);
    return await loading;
  }

  async #load(image: string): Promise<void> {
    const { cluster, kind } = this.#options;
    const lacking: string[] = [];
    for (const node of cluster.nodes) if (!(await hasImage(node, image))) lacking.push(node);
    if (lacking.length === 0) return;
    const args = ['load', 'docker-image', image, '--name', cluster.name, '--nodes', lacking.join(',')];
    await kindCommand({ kind, args, what: `the image ${image} cannot be loaded`, timeoutMs: loadTimeoutMs });
  }
}

const hasImage = async (node: string, image: string): Promise<boolean> => {
  const names = await docker(['exec', node, 'ctr', '-n', 'k8s.io', 'images', 'ls', '-q']);
  return names.split('\n').includes(fullName(image));
};

/** Gives an image's name as containerd has it: with the registry, and `library` where Docker's own has no folder. */
export const fullName = (image: string): string => {
  const [first = '', ...rest] = image.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (hasRegistry) return image;
  return rest.length === 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
};
