// What every client is asked to do, in each of its modes. Members stand in alphabetical order, as some clients sort them.
import { z } from 'zod';

export const Person = z.object({
    age: z.int().min(0).max(150),
    email: z.string().max(20).nullable(),
    name: z.string().min(1).max(12),
    skills: z.array(z.object({ level: z.enum(['NOVICE', 'EXPERT']), title: z.string().max(12) })).max(3),
});

export const Order = z.object({ quantity: z.int().min(1).max(999), sku: z.string().max(8) });

export const Nothing = z.object({});

export const question = 'Invent a person, as JSON, or order something.';

// Enough for every call and answer, and too little for noise that goes on and on.
export const limit = 200;

// What a tool answers.
export const receipt = 'It is on its way.';

// What a tool takes that takes text.
export const pattern = '[A-F]{2,6}-[0-9]{1,4}';
