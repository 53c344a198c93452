// Resources: what processes hold, queue for, store and level.
export {};
