/** On what is not live for a viewer. */
export const viewersOnlyRead = 'Viewers read; a member or an admin can change this.';
