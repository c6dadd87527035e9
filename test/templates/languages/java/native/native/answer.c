#include <jni.h>
#include <math.h>

JNIEXPORT jint JNICALL Java_com_example_Handler_answer(JNIEnv *environment, jclass type) {
    return (jint) sqrt(1764.0);
}
