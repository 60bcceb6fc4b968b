// SPDX-License-Identifier: GPL-2.0-or-later
// The numbers of shaders that there are in single and in half precision; REAL is replaced when they are composed.

alias real = REAL;
alias real2 = vec2<REAL>;
alias real3 = vec3<REAL>;
alias real4 = vec4<REAL>;
