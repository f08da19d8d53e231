/** The part of JavaScript's WebAssembly interface that is used here: neither our library's types nor Node's have it. */

/** A compiled module. */
export type WasmModule = object;

export interface WasmImport {
  readonly module: string;
  readonly name: string;
  readonly kind: 'function' | 'memory' | 'table' | 'global' | 'tag';
}

export interface WasmMemory {
  readonly buffer: ArrayBufferLike;
  /** @throws {RangeError} beyond its most */
  grow(pages: number): number;
}

interface MemoryDescriptor {
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

interface Interface {
  readonly Module: {
    new (bytes: Uint8Array<ArrayBuffer>): WasmModule;
    imports(module: WasmModule): readonly WasmImport[];
  };
  readonly Instance: new (
    module: WasmModule,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly Memory: new (descriptor: MemoryDescriptor) => WasmMemory;
  readonly CompileError: ErrorConstructor;
  readonly LinkError: ErrorConstructor;
  readonly RuntimeError: ErrorConstructor;
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Interface };
