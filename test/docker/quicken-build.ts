import { isFullMatrix } from './combinations.ts';
import { add } from './edit-project.ts';
import type { Project } from './project.ts';

/** Settings of Cargo go before those in Cargo.toml, whose profile takes minutes where there are many packages. */
const cargo = `[profile.release]
opt-level = 0
lto = "off"
codegen-units = 16
`;

/**
 * Builds what works the same and is not optimized, for tests that neither measure nor look at the binary: Rust takes a fifth of the
 * time then. test/images and test/conformance build what ships, and so do all tests in the full matrix.
 */
export async function quickenBuild(
  project: Pick<Project, 'language' | 'directory'>,
): Promise<void> {
  if (project.language === 'rust' && !isFullMatrix) {
    await add(project, '.cargo/config.toml', cargo);
  }
}
