// The text of a field of a form, without spaces around it; empty where there is none.
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
